import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type Database, openDatabase } from '../../src/database/database.js';
import { type ClaimedEvent } from '../../src/webhooks/outbox.js';
import { type Relay } from '../../src/webhooks/relay.js';
import { onCleanUp } from '../support/clean-up.js';
import { createTestDatabase, describeOnEachDatabase } from '../support/databases.js';
import { FakeClock } from '../support/fake-clock.js';
import { until } from '../support/until.js';
import { type WebhookDesk, webhookDesk } from '../support/webhook-desk.js';
import { type Arrival, type Reply, type WebhookReceiver } from '../support/webhook-receiver.js';

const HOUR_MS = 3_600_000;
const never = new AbortController().signal;
const WRITE = {
  name: 'test_webhooks_write',
  text: `
    INSERT INTO messages (message_id, session_id, seq, role, content, created_at) VALUES ($1, $2, $3, 'human', 'hello', now())`,
};
const CLEAR = {
  name: 'test_webhooks_clear',
  text: `WITH gone AS (DELETE FROM webhook_endpoints) DELETE FROM webhook_outbox`,
};

/** What is told of a message, or undefined when the event is of something else. */
const said = ({ body }: Arrival): string | undefined => (body.data.message as { message: string } | undefined)?.message;
const texts = (receiver: WebhookReceiver): (string | undefined)[] => receiver.arrivals.map(said);

/** Retries at once, or nearly so: the schedule has a test of its own. */
function withoutPauses(): void {
  jest.spyOn(Math, 'random').mockReturnValue(1e-9);
}

async function allDelivered(desk: WebhookDesk, endpointId: string): Promise<boolean> {
  return (await desk.sent(endpointId)).every(({ status }) => status === 'delivered');
}

async function claimOne(desk: WebhookDesk): Promise<ClaimedEvent> {
  const [event] = await desk.outbox.claim(1, []);
  if (!event) throw new Error('nothing was due');
  return event;
}

describeOnEachDatabase('webhooks', (open) => {
  const started: Relay[] = [];
  const startRelay = (desk: WebhookDesk): Relay => {
    const relay = desk.startRelay();
    started.push(relay);
    return relay;
  };
  afterEach(async () => {
    await Promise.all(started.splice(0).map((relay) => relay.stop(0)));
    await open().query(CLEAR);
  });

  it('arrive at least once, in order per session and signed, at a receiver that fails, hangs, talks garbage and restarts', async () => {
    withoutPauses();
    const desk = webhookDesk(open());
    const { receiver, endpointId } = await desk.newReceiver('message.created', 'session.created');
    const misdeeds: readonly Reply[] = [500, 'cut', 204, 'garbage', 204, 429, 204, { redirect: receiver.url }, 204];
    receiver.reply = (_, n) => (n % 40 === 7 ? 'hang' : misdeeds[n % misdeeds.length]!);
    startRelay(desk);
    const sessions = await Promise.all(Array.from({ length: 5 }, () => desk.newSession()));
    for (let n = 1; n <= 6; n += 1) {
      for (const sessionId of sessions) await desk.say(sessionId, `message ${n}`);
      if (n === 2 || n === 4) await receiver.stop();
      if (n === 3 || n === 5) await receiver.start();
    }
    await until(() => allDelivered(desk, endpointId), 40_000);

    const deliveries = await desk.sent(endpointId);
    expect(deliveries).toHaveLength(5 * 7);
    expect(new Set(receiver.arrivals.map(({ id }) => id))).toEqual(new Set(deliveries.map(({ eventId }) => eventId)));
    expect(receiver.arrivals.every(({ verified }) => verified)).toBe(true);
    expect(receiver.arrivals.length).toBeGreaterThan(deliveries.length);
    for (const sessionId of sessions) {
      const order = receiver.arrivals.filter(({ body }) => body.data.sessionId === sessionId).map(({ id }) => id);
      // An event comes again until it is taken, and never after a later one has come.
      const inOrder = order.filter((id, n) => id !== order[n - 1]);
      expect(inOrder).toEqual(deliveries.filter((row) => row.sessionId === sessionId).map(({ eventId }) => eventId));
    }
  });

  it('hold back only their own session and endpoint, become dead letters, and can be sent again under their id', async () => {
    withoutPauses();
    const desk = webhookDesk(open(), { maxAttempts: 3 });
    const { receiver, endpointId } = await desk.newReceiver('message.created');
    const { receiver: other, endpointId: otherId } = await desk.newReceiver('message.created');
    const [poisoned, healthy] = [await desk.newSession(), await desk.newSession()];
    const released = Promise.withResolvers<Reply>();
    receiver.reply = (arrival, n) => (said(arrival) !== 'poison' ? 204 : n < 3 ? 500 : released.promise);
    for (const text of ['poison', 'after it']) await desk.say(poisoned, text);
    await desk.say(healthy, 'hello');
    startRelay(desk);
    await until(
      () => texts(receiver).includes('hello') && texts(receiver).filter((text) => text === 'poison').length === 3,
    );
    await until(() => allDelivered(desk, otherId));
    expect(texts(other).sort()).toEqual(['after it', 'hello', 'poison']);
    expect(texts(receiver)).not.toContain('after it');
    released.resolve(500);
    await until(() => texts(receiver).includes('after it'));
    await until(async () => (await desk.sent(endpointId)).every(({ settledAt }) => settledAt !== null));
    const [dead, ...rest] = await desk.sent(endpointId);
    expect(dead).toMatchObject({ status: 'dead', attempts: 3, lastStatus: 500, lastError: null });
    expect(rest.map(({ status }) => status)).toEqual(['delivered', 'delivered']);

    receiver.reply = () => 204;
    await desk.deliveries.redeliver(endpointId, dead!.position);
    await until(() => allDelivered(desk, endpointId));
    expect(receiver.arrivals.at(-1)).toMatchObject({ id: dead?.eventId, verified: true });
  });

  it('carry two signatures for a day after the secret was changed', async () => {
    const clock = new FakeClock(Date.now());
    const desk = webhookDesk(open(), { clock });
    const { receiver, endpointId } = await desk.newReceiver('message.created');
    const { secret } = await desk.endpoints.rotateSecret(endpointId);
    const sessionId = await desk.newSession();
    const signatures = async (): Promise<number> => {
      await desk.say(sessionId, 'hello');
      await desk.courier.deliver(await claimOne(desk), never);
      return receiver.arrivals.at(-1)!.signature.split(' ').length;
    };
    for (const known of [...receiver.secrets, secret]) {
      receiver.secrets = [known];
      expect(await signatures()).toBe(2);
      expect(receiver.arrivals.at(-1)?.verified).toBe(true);
    }
    clock.advance(25 * HOUR_MS);
    expect(await signatures()).toBe(1);
  });

  it('say of a conversation that was deleted that it was, and nothing of what was in it', async () => {
    const desk = webhookDesk(open());
    const { receiver, endpointId } = await desk.newReceiver('*');
    const sessionId = await desk.newSession();
    await desk.say(sessionId, 'my card number is 4111');
    await desk.conversations.delete(sessionId, new Date());
    startRelay(desk);
    await until(() => receiver.arrivals.length === 3);
    expect(receiver.arrivals.map(({ body }) => body)).toMatchObject([
      { type: 'session.created', data: { sessionId, deleted: true } },
      { type: 'message.created', data: { sessionId, deleted: true, messageId: expect.any(String) } },
      { type: 'session.deleted', data: { sessionId, deleted: true } },
    ]);
    expect(JSON.stringify(receiver.arrivals)).not.toContain('4111');
    await until(() => allDelivered(desk, endpointId));
  });

  it('end at an endpoint that is gone, and after days at one that takes nothing, until it is enabled again', async () => {
    const clock = new FakeClock();
    const desk = webhookDesk(open(), { clock });
    const { receiver, endpointId } = await desk.newReceiver('message.created');
    const sessionId = await desk.newSession();
    await desk.say(sessionId, 'hello');
    receiver.reply = () => 503;
    for (let hours = 0; hours <= 72; hours += 12) {
      expect(await desk.endpoints.get(endpointId)).toMatchObject({ enabled: true });
      await desk.courier.deliver(await claimOne(desk), never);
      clock.advance(12 * HOUR_MS);
    }
    expect(await desk.endpoints.get(endpointId)).toMatchObject({ enabled: false, disabledReason: 'failing' });
    expect(await desk.outbox.claim(1, [])).toEqual([]);

    const again = await desk.endpoints.change(endpointId, { enabled: true });
    expect(again).toMatchObject({ enabled: true, disabledReason: null, failingSince: null });
    receiver.reply = () => 410;
    await desk.courier.deliver(await claimOne(desk), never);
    expect(await desk.endpoints.get(endpointId)).toMatchObject({ enabled: false, disabledReason: 'gone' });
    expect(await desk.sent(endpointId)).toMatchObject([{ status: 'dead', lastStatus: 410 }]);
  });

  it('of an instance that died are taken over when its lease has run out, and it has no say any more', async () => {
    const clock = new FakeClock();
    const desk = webhookDesk(open(), { clock });
    const { receiver, endpointId } = await desk.newReceiver('message.created');
    await desk.say(await desk.newSession(), 'hello');
    const lost = await claimOne(desk);
    expect(await desk.outbox.claim(16, [])).toEqual([]);
    clock.advance(HOUR_MS);
    const taken = await claimOne(desk);
    expect(taken).toMatchObject({ eventId: lost.eventId, attempts: 2 });
    await desk.outbox.settle(lost, 'dead', { status: 500, error: null });
    await desk.outbox.postpone(lost, HOUR_MS, { status: 500, error: null });
    await desk.outbox.giveBack(lost);
    expect(await desk.sent(endpointId)).toMatchObject([{ status: 'pending', attempts: 2, lastStatus: null }]);
    await desk.courier.deliver(taken, never);
    expect(texts(receiver)).toEqual(['hello']);
    expect(await allDelivered(desk, endpointId)).toBe(true);
    // A worker that slept through its lease sends nothing.
    await desk.say(await desk.newSession(), 'hello again');
    const late = await claimOne(desk);
    clock.advance(HOUR_MS);
    await desk.courier.deliver(late, never);
    expect(texts(receiver)).toEqual(['hello']);
  });

  it('that are under way when the instance stops are given back as if never tried', async () => {
    const desk = webhookDesk(open(), { timeoutMs: 60_000 });
    const { receiver, endpointId } = await desk.newReceiver('message.created');
    receiver.reply = () => 'hang';
    await desk.say(await desk.newSession(), 'hello');
    const relay = startRelay(desk);
    await until(() => receiver.open.size === 1);
    await relay.stop(50);
    receiver.reply = () => 204;
    startRelay(desk);
    await until(() => allDelivered(desk, endpointId));
    expect(await desk.sent(endpointId)).toMatchObject([{ attempts: 1 }]);
  });
});

describe('two instances on one server', () => {
  async function twoDatabases(): Promise<[Database, Database]> {
    const { location } = await createTestDatabase('postgres');
    const opened = await Promise.all([openDatabase(location), openDatabase(location)]);
    for (const database of opened) onCleanUp(() => database.close());
    return opened;
  }

  it('send each event once, never both at the same time, and go on with what one of them leaves', async () => {
    withoutPauses();
    const [first, second] = (await twoDatabases()).map((database) => webhookDesk(database)) as [
      WebhookDesk,
      WebhookDesk,
    ];
    const { receiver, endpointId } = await first.newReceiver('message.created');
    // A few are refused, so that events change hands.
    receiver.reply = (_, n) => (n % 7 === 3 ? 500 : 204);
    const sessions = await Promise.all(Array.from({ length: 10 }, () => first.newSession()));
    const relays = [first.startRelay(), second.startRelay()];
    for (let n = 1; n <= 10; n += 1) {
      await Promise.all(sessions.map((sessionId, at) => (at % 2 ? first : second).say(sessionId, `${sessionId} ${n}`)));
      if (n === 5) await relays[0]!.stop(0);
    }
    await until(() => allDelivered(second, endpointId), 40_000);

    const deliveries = await second.sent(endpointId);
    expect(deliveries).toHaveLength(100);
    expect([...new Set(receiver.mostAtOnce.values())]).toEqual([1]);
    for (const sessionId of sessions) {
      const order = receiver.arrivals.filter(({ body }) => body.data.sessionId === sessionId).map(said);
      expect(order.filter((text, n) => text !== order[n - 1])).toEqual(
        Array.from({ length: 10 }, (_, n) => `${sessionId} ${n + 1}`),
      );
    }
  });

  it('leave nothing behind when a session is written from many sides while its events are sent', async () => {
    withoutPauses();
    const databases = await twoDatabases();
    const [first, second] = databases.map((database) => webhookDesk(database)) as [WebhookDesk, WebhookDesk];
    const { receiver, endpointId } = await first.newReceiver('message.created');
    const sessionId = await first.newSession();
    for (const desk of [first, second]) desk.startRelay();
    // Written past the row of the conversation, which would put the writers in line.
    const write = (n: number): Promise<object[]> => databases[n % 2]!.query(WRITE, [`msg_${n}`, sessionId, n]);
    await Promise.all(Array.from({ length: 200 }, (_, n) => write(n + 1)));
    await until(() => allDelivered(second, endpointId), 40_000);
    const deliveries = await second.sent(endpointId);
    expect(deliveries).toHaveLength(200);
    expect(receiver.arrivals.map(({ id }) => id)).toEqual(deliveries.map(({ eventId }) => eventId));
  });
});
