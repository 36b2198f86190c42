import { expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { readBody, type WebhookBody } from '../../src/webhooks/event-content.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { FakeClock } from '../support/fake-clock.js';
import { webhookDesk } from '../support/webhook-desk.js';

const OPEN_TICKET = {
  name: 'test_content_open_ticket',
  text: `
    INSERT INTO tickets (ticket_id, session_id, number, priority, reasons, summary, created_at, updated_at)
    VALUES ($1, $2, 4711, 'high', '{complaint}', 'A lamp is broken.', $3, $3)`,
};
const CLAIM_TICKET = {
  name: 'test_content_claim_ticket',
  text: `
    UPDATE tickets SET status = 'open', handoff_state = 'active', assignee_id = 'key_1', assignee_name = 'Ada', updated_at = $2
    WHERE ticket_id = $1`,
};
const HAND_OFF = {
  name: 'test_content_hand_off',
  text: `
    INSERT INTO ticket_events (ticket_event_id, ticket_id, session_id, state, actor_id, actor_name, created_at)
    VALUES ('tev_claimed', $1, $2, 'active', 'key_1', 'Ada', $3)`,
};

describeOnEachDatabase('what is sent of an event', (open) => {
  it('is what the record says, with the ticket as it was', async () => {
    const clock = new FakeClock();
    const desk = webhookDesk(open(), { clock });
    const { endpointId } = await desk.newReceiver('*');
    const createdAt = clock.date().toISOString();
    const sessionId = await desk.newSession();
    const ticketId = newId('tkt');
    await desk.conversations.patch(sessionId, { userId: 'customer-42', metadata: { page: '/lamps' } }, clock.date());
    await desk.say(sessionId, 'My lamp is broken 💡');
    await open().query(OPEN_TICKET, [ticketId, sessionId, clock.date()]);
    clock.advance(60_000);
    const claimedAt = clock.date().toISOString();
    await open().query(CLAIM_TICKET, [ticketId, clock.date()]);
    await open().query(HAND_OFF, [ticketId, sessionId, clock.date()]);

    const bodies: (WebhookBody | undefined)[] = [];
    for (const { position } of await desk.sent(endpointId))
      bodies.push(await readBody(open(), { endpointId, position }));
    const alive = { sessionId, deleted: false };
    const ofTicket = { ...alive, ticketId };
    const ticket = {
      ...{
        ticketId,
        sessionId,
        number: 4711,
        priority: 'high',
        reasons: ['complaint'],
        summary: 'A lamp is broken.',
        createdAt,
      },
      ...{ status: 'new', handoffState: 'requested', assignee: null, updatedAt: createdAt },
    };
    const ada = { operatorId: 'key_1', name: 'Ada' };
    const claimed = { ...ticket, status: 'open', handoffState: 'active', assignee: ada, updatedAt: claimedAt };
    const handoff = { ticketId, number: 4711, reasons: ['complaint'] };
    const message = {
      ...{ messageId: expect.stringMatching(/^msg_/), seq: 1, role: 'customer', message: 'My lamp is broken 💡' },
      ...{ clientMessageId: null, authorName: null, sources: [], attachmentIds: [], createdAt },
    };
    const session = { userId: 'customer-42', userVerified: false, metadata: { page: '/lamps' } };
    expect(bodies).toEqual([
      { type: 'session.created', timestamp: createdAt, data: { ...alive, session } },
      { type: 'message.created', timestamp: createdAt, data: { ...alive, messageId: expect.any(String), message } },
      { type: 'ticket.created', timestamp: createdAt, data: { ...ofTicket, ticket } },
      {
        type: 'handoff.requested',
        timestamp: createdAt,
        data: { ...ofTicket, handoff: { ...handoff, state: 'requested', agentName: null }, actor: null },
      },
      {
        type: 'ticket.updated',
        timestamp: claimedAt,
        data: { ...ofTicket, ticket: claimed, changed: ['status', 'assignee'] },
      },
      {
        type: 'handoff.active',
        timestamp: claimedAt,
        data: { ...ofTicket, handoff: { ...handoff, state: 'active', agentName: 'Ada' }, actor: ada },
      },
    ]);

    await desk.conversations.delete(sessionId, clock.date());
    const data: unknown[] = [];
    for (const { position } of await desk.sent(endpointId))
      data.push((await readBody(open(), { endpointId, position }))?.data);
    const gone = { sessionId, deleted: true };
    const goneTicket = { ...gone, ticketId };
    expect(data).toEqual([
      gone,
      { ...gone, messageId: expect.any(String) },
      ...Array<object>(4).fill(goneTicket),
      gone,
      goneTicket,
    ]);
  });
});
