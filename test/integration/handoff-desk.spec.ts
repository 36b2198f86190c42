import { beforeEach, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { type NewTicket } from '../../src/conversation/commit-turn.js';
import { Messages } from '../../src/conversation/messages.js';
import { type Database } from '../../src/database/database.js';
import { type Announcement } from '../../src/events/session-events.js';
import { type Operator } from '../../src/handoff/handoff-desk.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { announcements, type PeopleDesk, peopleDesk } from '../support/people-desk.js';
import { turnRecorder, type TurnRecorder } from '../support/turn-recorder.js';

const ANA: Operator = { operatorId: 'key_1:Ana', name: 'Ana' };
const BEN: Operator = { operatorId: 'key_1:Ben', name: 'Ben' };

describeOnEachDatabase('HandoffDesk', (open) => {
  let database: Database;
  let people: PeopleDesk;
  let told: Announcement[];
  let sessionId: string;

  beforeEach(async () => {
    database = open();
    const recorded = announcements();
    told = recorded.told;
    people = peopleDesk(database, recorded);
    sessionId = await people.newSession();
  });

  const request = async (note: string | null = null): Promise<string> => {
    const { ticket } = await people.desk.request({ sessionId, reason: 'human_request', note });
    return ticket.ticketId;
  };

  const row = async (): Promise<{ handler: string; status: string; epoch: number; last_event_seq: number }> => {
    const statement = {
      name: 'test_conversation',
      text: 'SELECT handler, status, epoch, last_event_seq FROM conversations WHERE session_id = $1',
    };
    const [found] = await database.query<{ handler: string; status: string; epoch: number; last_event_seq: number }>(
      statement,
      [sessionId],
    );
    return found!;
  };

  const statesOf = async (ticketId: string): Promise<string[]> =>
    (await people.list.details(ticketId)).history.map(({ state }) => state);

  it('brings a conversation to a person and back, every step on record and told', async () => {
    const ticketId = await request('my parcel');
    expect(await people.desk.handoffOf(sessionId)).toMatchObject({ state: 'queued', agentName: null });
    const claimed = await people.desk.claim(ticketId, ANA);
    expect(claimed.ticket).toMatchObject({ status: 'open', handoffState: 'assigned', assignee: ANA });
    expect(await row()).toMatchObject({ handler: 'human', epoch: 1, status: 'open' });
    const said = await people.desk.say(sessionId, ANA, { message: 'Hello', clientMessageId: 'm-1' });
    await people.desk.say(sessionId, ANA, { message: 'Bye', clientMessageId: 'm-2' });
    expect(said).toMatchObject({ messageSeq: 1, seq: 3 });
    const released = await people.desk.release(ticketId, ANA, { note: 'sent again' });
    expect(released.ticket).toMatchObject({ status: 'pending', handoffState: 'returned', assignee: null });
    expect(await row()).toEqual({ handler: 'ai', epoch: 2, status: 'pending', last_event_seq: 6 });
    expect(told.map(({ event, eventSeq, epoch }) => [eventSeq, outline(event), epoch])).toEqual([
      [1, 'queued', null],
      [2, 'assigned by Ana', 1],
      [3, 'human Ana: Hello', null],
      [4, 'active by Ana', null],
      [5, 'human Ana: Bye', null],
      [6, 'returned', null],
    ]);
    const { history, notes } = await people.list.details(ticketId);
    expect(history.map(({ state, actorName, seq }) => [state, actorName, seq])).toEqual([
      ['requested', null, null],
      ['queued', null, 1],
      ['assigned', 'Ana', 2],
      ['active', 'Ana', 4],
      ['returned', 'Ana', 6],
    ]);
    expect(notes).toMatchObject([{ text: 'sent again', authorId: 'key_1:Ana' }]);
    expect(people.signals).toEqual([[sessionId, 'taken_over']]);
    expect(new Set(people.fed)).toEqual(new Set([ticketId]));
  });

  it('keeps the open ticket when a person is asked for again, and tells nobody twice', async () => {
    const ids = await Promise.all(['one', 'two', 'three'].map((note) => request(note)));
    expect(new Set(ids).size).toBe(1);
    expect(told).toHaveLength(1);
    expect(await statesOf(ids[0]!)).toEqual(['requested', 'queued']);
  });

  it('lets exactly one of many who claim at the same instant have it', async () => {
    const ticketId = await request();
    const operators = Array.from({ length: 12 }, (_, n) => ({ operatorId: `key_${n}`, name: `Person ${n}` }));
    const results = await Promise.allSettled(operators.map((operator) => people.desk.claim(ticketId, operator)));
    const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.ticket] : []));
    const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(won).toHaveLength(1);
    expect(lost).toHaveLength(11);
    expect(lost.every((error) => (error as { code: string }).code === 'ticket_taken')).toBe(true);
    expect((await people.desk.ticket(ticketId)).assignee).toEqual(won[0]?.assignee);
    expect(await row()).toMatchObject({ epoch: 1, handler: 'human' });
    expect(await statesOf(ticketId)).toEqual(['requested', 'queued', 'assigned']);
  });

  it('tells a claim again to whoever repeats it, and records nothing new', async () => {
    const ticketId = await request();
    const first = await people.desk.claim(ticketId, ANA);
    const again = await people.desk.claim(ticketId, ANA);
    expect(again).toEqual(first);
    expect(told.slice(1).map(({ epoch, record }) => [epoch, record])).toEqual([
      [1, told[1]?.record],
      [1, told[1]?.record],
    ]);
    expect(people.signals).toHaveLength(2);
  });

  it('lets only the one who has it speak and release', async () => {
    const ticketId = await request();
    const say = (operator: Operator): Promise<unknown> =>
      people.desk.say(sessionId, operator, { message: 'Hello', clientMessageId: newId('msg') });
    await expect(say(ANA)).rejects.toMatchObject({ code: 'ticket_not_yours' });
    await expect(people.desk.release(ticketId, ANA)).rejects.toMatchObject({ code: 'ticket_not_yours' });
    await people.desk.claim(ticketId, ANA);
    await expect(say(BEN)).rejects.toMatchObject({ code: 'ticket_not_yours' });
    await expect(people.desk.release(ticketId, BEN)).rejects.toMatchObject({ code: 'ticket_not_yours' });
    const forced = await people.desk.release(ticketId, BEN, { force: true, status: 'open' });
    expect(forced.ticket).toMatchObject({ handoffState: 'returned', status: 'open', assignee: null });
    await expect(say(ANA)).rejects.toMatchObject({ code: 'ticket_not_yours' });
    expect(await new Messages(database).list(sessionId, 0, 10)).toEqual([]);
  });

  it('stores a message of a person once, however often and however fast it comes', async () => {
    await people.desk.claim(await request(), ANA);
    const said = { message: 'Hello', clientMessageId: 'm-1' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => people.desk.say(sessionId, ANA, said)));
    expect(new Set(answers.map(({ messageId, seq }) => `${messageId} ${seq}`)).size).toBe(1);
    expect(await new Messages(database).list(sessionId, 0, 10)).toMatchObject([{ role: 'human', message: 'Hello' }]);
    const other = people.desk.say(sessionId, ANA, { ...said, message: 'Other' });
    await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused', kind: 'unprocessable' });
  });

  it('ends the wait of a customer who no longer wants a person', async () => {
    await expect(people.desk.cancel(sessionId)).rejects.toMatchObject({ code: 'not_found' });
    const ticketId = await request();
    const { ticket } = await people.desk.cancel(sessionId);
    expect(ticket).toMatchObject({ ticketId, handoffState: 'cancelled', status: 'solved' });
    await expect(people.desk.cancel(sessionId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(people.desk.claim(ticketId, ANA)).rejects.toMatchObject({ code: 'ticket_move_impossible' });
    const next = await request();
    expect(next).not.toBe(ticketId);
    await people.desk.claim(next, ANA);
    await expect(people.desk.cancel(sessionId)).rejects.toMatchObject({ code: 'ticket_move_impossible' });
  });

  it('puts a ticket that was given back into the queue when a person is asked for again', async () => {
    const ticketId = await request();
    await people.desk.claim(ticketId, ANA);
    await people.desk.release(ticketId, ANA);
    expect(await request()).toBe(ticketId);
    expect(await people.desk.ticket(ticketId)).toMatchObject({ handoffState: 'queued', status: 'open' });
    await people.desk.claim(ticketId, BEN);
    await people.desk.release(ticketId, BEN);
    const turns = turnRecorder(database, sessionId, new Date());
    await turns.commit(await turns.begun('a person, please'), { ticket: TICKET, decision: 'escalate' });
    expect(await people.desk.ticket(ticketId)).toMatchObject({ handoffState: 'requested', status: 'open' });
  });

  it('knows no ticket of a deleted session', async () => {
    const ticketId = await request();
    await people.desk.claim(ticketId, ANA);
    await people.conversations.delete(sessionId, new Date());
    const said = people.desk.say(sessionId, ANA, { message: 'Hello', clientMessageId: 'm-1' });
    await expect(said).rejects.toMatchObject({ code: 'not_found' });
    await expect(people.desk.release(ticketId, ANA)).rejects.toMatchObject({ code: 'not_found' });
    await expect(people.desk.claim('tkt_none', ANA)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('gives the agent the words of the person when it answers again', async () => {
    const ticketId = await request();
    const turns = turnRecorder(database, sessionId, new Date());
    await people.desk.claim(ticketId, ANA);
    expect((await turns.begin('are you there?')).status).toBe('with_human');
    await people.desk.say(sessionId, ANA, { message: 'Yes. Use the code SUMMER.', clientMessageId: 'm-1' });
    await people.desk.release(ticketId, ANA);
    const turn = await turns.begun('thanks, what was the code?');
    expect(turn.history).toEqual([
      { role: 'customer', text: 'are you there?' },
      { role: 'human', text: 'Yes. Use the code SUMMER.' },
    ]);
  });

  describeRaces(() => ({ people, sessionId, turns: turnRecorder(database, sessionId, new Date()), database, request }));
});

interface Race {
  readonly people: PeopleDesk;
  readonly sessionId: string;
  readonly turns: TurnRecorder;
  readonly database: Database;
  readonly request: () => Promise<string>;
}

/** Claims against commits on the record alone; test/e2e/takeover-races.spec.ts races whole answers. */
function describeRaces(race: () => Race): void {
  it('refuses the commit of a turn that was running when the conversation was claimed', async () => {
    const { people, sessionId, turns, database, request } = race();
    const turn = await turns.begun('hello');
    await people.desk.claim(await request(), ANA);
    expect(await turns.commit(turn)).toBeUndefined();
    const [ended] = await database.query({
      name: 'test_turn',
      text: `SELECT status, error_code AS "errorCode" FROM turns WHERE turn_id = '${turn.turnId}'`,
    });
    expect(ended).toEqual({ status: 'cancelled', errorCode: 'taken_over_by_human' });
    expect(await new Messages(database).list(sessionId, 0, 10)).toHaveLength(1);
  });

  it('numbers a claim above everything of a turn that was committed before it', async () => {
    const { people, turns, request } = race();
    const ticketId = await request();
    await turns.commit(await turns.begun('hello'), { lastEventSeq: 17 });
    expect((await people.desk.claim(ticketId, ANA)).seq).toBe(18);
  });

  it('has the commit either before the claim or not at all, whoever is faster', async () => {
    const { people, sessionId, turns, database, request } = race();
    const ticketId = await request();
    let committed = 0;
    let lastEventSeq = 10;
    for (let round = 0; round < 20; round += 1) {
      const turn = await turns.begun(`message ${round}`);
      lastEventSeq += 10;
      const commit = (): Promise<unknown> => turns.commit(turn, { lastEventSeq });
      const claim = (): Promise<{ readonly seq: number }> => people.desk.claim(ticketId, ANA);
      const [reply, { seq }] =
        round % 2 === 0
          ? await Promise.all([commit(), claim()])
          : await Promise.all([claim(), commit()]).then(([claimed, replied]) => [replied, claimed] as const);
      if (reply) committed += 1;
      expect(seq > lastEventSeq).toBe(reply !== undefined);
      await people.desk.release(ticketId, ANA);
    }
    const stored = await new Messages(database).list(sessionId, 0, 100);
    expect(stored.filter(({ role }) => role === 'agent')).toHaveLength(committed);
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, n) => n + 1));
  });
}

const TICKET: NewTicket = {
  ticketId: newId('tkt'),
  reasons: ['human_request'],
  explanation: [],
  priority: 'normal',
  summary: null,
  facts: [],
};

function outline(event: Announcement['event']): string {
  if (event.type === 'message.created')
    return `${event.message.role} ${event.message.authorName}: ${event.message.message}`;
  if (event.type !== 'handoff.updated') return event.type;
  const { state, agentName } = event.handoff;
  return agentName === null ? state : `${state} by ${agentName}`;
}
