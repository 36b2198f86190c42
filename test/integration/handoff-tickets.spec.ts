import { beforeEach, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { type Database } from '../../src/database/database.js';
import { type Announcement } from '../../src/events/session-events.js';
import { type TicketEdit } from '../../src/handoff/ticket-edits.js';
import { type TicketFilter } from '../../src/handoff/ticket-list.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { announcements, type PeopleDesk, peopleDesk } from '../support/people-desk.js';
import { turnRecorder } from '../support/turn-recorder.js';

const ANA = { operatorId: 'key_1:Ana', name: 'Ana' };
const BEN = { operatorId: 'key_1:Ben', name: 'Ben' };

describeOnEachDatabase('tickets at the desk', (open) => {
  let database: Database;
  let people: PeopleDesk;
  let told: Announcement[];

  beforeEach(async () => {
    database = open();
    const recorded = announcements();
    told = recorded.told;
    people = peopleDesk(database, recorded);
    await database.query({ name: 'test_clear', text: 'DELETE FROM tickets' });
  });

  const ticketOf = async (sessionId: string): Promise<string> =>
    (await people.desk.request({ sessionId, reason: 'human_request', note: null })).ticket.ticketId;

  const newTicket = async (edit: TicketEdit = {}): Promise<string> => {
    const ticketId = await ticketOf(await people.newSession());
    if (edit.status !== undefined || edit.priority !== undefined) await people.edits.edit(ticketId, ANA, edit);
    return ticketId;
  };

  /** All pages of two, each one's ticket ids. */
  const listed = async (filter: TicketFilter = {}): Promise<string[]> => {
    const found: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await people.list.page(filter, 2, cursor);
      found.push(...page.tickets.map(({ ticketId }) => ticketId));
      if (page.nextCursor === null) return found;
      cursor = page.nextCursor;
    }
  };

  it('lists the most urgent first, then the oldest, page by page', async () => {
    const [normal, low, urgent, high, lateUrgent, lateNormal] = [
      await newTicket(),
      await newTicket({ priority: 'low' }),
      await newTicket({ priority: 'urgent' }),
      await newTicket({ priority: 'high' }),
      await newTicket({ priority: 'urgent' }),
      await newTicket(),
    ];
    expect(await listed()).toEqual([urgent, lateUrgent, high, normal, lateNormal, low]);
  });

  it('lists by status, priority, assignee, state and session', async () => {
    const waiting = await newTicket();
    const pending = await newTicket({ status: 'pending', priority: 'high' });
    const solved = await newTicket({ status: 'solved' });
    const claimed = await newTicket();
    await people.desk.claim(claimed, ANA);
    expect(await listed()).toEqual([pending, waiting, claimed]);
    expect(await listed({ statuses: ['pending', 'solved'] })).toEqual([pending, solved]);
    expect(await listed({ statuses: ['solved', 'closed'] })).toEqual([solved]);
    expect(await listed({ priority: 'high' })).toEqual([pending]);
    expect(await listed({ assigneeId: ANA.operatorId })).toEqual([claimed]);
    expect(await listed({ assigneeId: BEN.operatorId })).toEqual([]);
    expect(await listed({ assigneeId: null })).toEqual([pending, waiting]);
    expect(await listed({ handoffStates: ['assigned', 'active'] })).toEqual([claimed]);
    const { sessionId } = await people.desk.ticket(waiting);
    expect(await listed({ sessionId })).toEqual([waiting]);
    await expect(people.list.page({}, 2, 'next')).rejects.toMatchObject({ code: 'validation_failed' });
    await expect(people.list.details('tkt_none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('shows what the agent knew, who noted what, and every step', async () => {
    const sessionId = await people.newSession();
    const turns = turnRecorder(database, sessionId, new Date());
    const explanation = [{ reason: 'legal', confidence: 0.9, evidence: 'names_lawyer' }] as const;
    const facts = [{ kind: 'order_number', value: 'QX-1' }];
    const ticket = {
      ticketId: newId('tkt'),
      reasons: ['legal'],
      explanation,
      priority: 'high',
      summary: 'A claim.',
      facts,
    } as const;
    await turns.commit(await turns.begun('my lawyer will call'), { ticket, decision: 'escalate' });
    await people.edits.edit(ticket.ticketId, BEN, { note: 'I know this one.' });
    expect(await people.list.details(ticket.ticketId)).toMatchObject({
      ticket: { summary: 'A claim.', priority: 'high', reasons: ['legal'], handoffState: 'requested', version: 2 },
      ...{ facts, explanation },
      notes: [{ authorName: 'Ben', text: 'I know this one.' }],
      history: [{ state: 'requested', actorId: null, seq: null }],
    });
    expect(people.fed).toEqual([ticket.ticketId]);
    expect(told).toEqual([]);
  });

  it('refuses a move that the status does not allow, and a change of an older version', async () => {
    const ticketId = await newTicket({ status: 'open' });
    const edit = (change: TicketEdit, ifVersion?: number): Promise<void> =>
      people.edits.edit(ticketId, ANA, change, ifVersion);
    await expect(edit({ status: 'new' })).rejects.toMatchObject({ code: 'ticket_move_impossible', kind: 'conflict' });
    await expect(edit({ status: 'closed' })).rejects.toMatchObject({ code: 'ticket_move_impossible' });
    const { version } = await people.desk.ticket(ticketId);
    await edit({ status: 'on_hold' }, version);
    await expect(edit({ priority: 'urgent' }, version)).rejects.toMatchObject({ code: 'conflict', kind: 'conflict' });
    expect(await people.desk.ticket(ticketId)).toMatchObject({
      status: 'on_hold',
      priority: 'normal',
      version: version + 1,
    });
    const both = await Promise.allSettled([edit({ note: 'a' }, version + 1), edit({ note: 'b' }, version + 1)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await edit({ status: 'solved' });
    await edit({ status: 'closed' });
    await expect(edit({ status: 'open' })).rejects.toMatchObject({ code: 'ticket_move_impossible' });
  });

  it('leaves the status of a conversation that a person has to that person', async () => {
    const ticketId = await newTicket();
    await people.desk.claim(ticketId, ANA);
    await people.edits.edit(ticketId, BEN, { priority: 'urgent', note: 'please hurry' });
    const byBen = people.edits.edit(ticketId, BEN, { status: 'on_hold' });
    await expect(byBen).rejects.toMatchObject({ code: 'ticket_taken' });
    await people.edits.edit(ticketId, ANA, { status: 'on_hold' });
    const solved = people.edits.edit(ticketId, ANA, { status: 'solved' });
    await expect(solved).rejects.toMatchObject({ code: 'ticket_move_impossible' });
    expect(await people.desk.ticket(ticketId)).toMatchObject({
      ...{ status: 'on_hold', priority: 'urgent', handoffState: 'assigned', assignee: ANA },
    });
  });

  it('tells the customer when the desk solves what nobody took over, and opens it again only alone', async () => {
    const sessionId = await people.newSession();
    const first = await ticketOf(sessionId);
    await people.edits.edit(first, ANA, { status: 'solved' });
    expect(await people.desk.handoffOf(sessionId)).toMatchObject({ state: 'cancelled' });
    expect(told.at(-1)?.event).toMatchObject({ type: 'handoff.updated', handoff: { state: 'cancelled' } });
    const second = await ticketOf(sessionId);
    const reopened = people.edits.edit(first, ANA, { status: 'open' });
    await expect(reopened).rejects.toMatchObject({ code: 'ticket_move_impossible' });
    await people.edits.edit(second, ANA, { status: 'solved' });
    await people.edits.edit(first, ANA, { status: 'open' });
    await people.desk.claim(first, ANA);
    expect(await people.desk.handoffOf(sessionId)).toMatchObject({ state: 'assigned', ticketId: first });
  });
});
