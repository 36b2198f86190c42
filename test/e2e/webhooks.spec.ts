import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiAnswer } from '../support/api-client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { until } from '../support/until.js';
import { type Arrival, startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

const PATH = '/api/v1/webhooks';

interface Webhook {
  readonly webhookId: string;
  readonly enabled: boolean;
  readonly secret?: string;
}
interface Delivery {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly type: string;
  readonly status: string;
}
interface Page<Row> {
  readonly data: Row[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

describe('webhooks', () => {
  let desk: TestApp;
  let admin: { apiKey: string };
  beforeAll(async () => {
    desk = await startTestApp({ WEBHOOK_ALLOW_PRIVATE: 'true' });
    admin = { apiKey: desk.adminKey };
  });
  afterAll(() => desk.close());

  const create = (body: object): Promise<ApiAnswer<Webhook>> => desk.api.post<Webhook>(PATH, body, admin);

  async function newWebhook(...events: string[]): Promise<{ receiver: WebhookReceiver; webhookId: string }> {
    const receiver = await startWebhookReceiver();
    const { status, body } = await create({ url: receiver.url, events });
    expect(status).toBe(201);
    receiver.secrets.push(body.secret!);
    return { receiver, webhookId: body.webhookId };
  }

  const deliveries = async (webhookId: string, query = ''): Promise<Page<Delivery>> =>
    (await desk.api.get<Page<Delivery>>(`${PATH}/${webhookId}/deliveries${query}`, admin)).body;

  const remove = (webhookId: string): Promise<ApiAnswer> => desk.api.delete(`${PATH}/${webhookId}`, admin);

  it('tell another system of a conversation, in order and signed, until it is deleted', async () => {
    const { receiver, webhookId } = await newWebhook('*');
    const session = await desk.newSession();
    const { sessionId, token } = session;
    const { body: answer } = await desk.ask(session, 'When is support open?');
    const handoff = await desk.api.post(
      `/api/v1/sessions/${sessionId}/handoff`,
      { reason: 'human_request' },
      { token },
    );
    expect(handoff.status).toBe(201);
    await desk.api.delete(`/api/v1/sessions/${sessionId}`, { token });
    await until(() => receiver.arrivals.some(({ body }) => body.type === 'session.deleted'));
    await until(async () => (await deliveries(webhookId)).data.every(({ status }) => status === 'delivered'));

    const told = new Map<string, Arrival>(receiver.arrivals.map((arrival) => [arrival.id, arrival]));
    expect(receiver.arrivals.every(({ verified }) => verified)).toBe(true);
    expect([...told.values()].map(({ body }) => body.type)).toEqual(
      expect.arrayContaining([
        'session.created',
        'message.created',
        'ticket.created',
        'handoff.requested',
        'session.deleted',
      ]),
    );
    const { data } = await deliveries(webhookId, '?limit=100');
    expect([...told.keys()]).toEqual(data.map(({ eventId }) => eventId).reverse());
    const messages = [...told.values()]
      .filter(({ body }) => body.type === 'message.created')
      .map(({ body }) => body.data);
    expect(messages).toHaveLength(2);
    // What was delivered before the deletion had its text.
    for (const { message, deleted } of messages as {
      message?: { role: string; message: string };
      deleted: boolean;
    }[]) {
      expect(deleted).toBe(message === undefined);
      if (message?.role === 'agent') expect(message.message).toBe(answer.message);
      if (message?.role === 'customer') expect(message.message).toBe('When is support open?');
    }
    await remove(webhookId);
  });

  it('are kept by administrators, and show their secret once', async () => {
    const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    const made = await create({
      url: 'https://example.com/hooks',
      events: ['ticket.created'],
      description: 'CRM',
      secret,
    });
    const expected = {
      url: 'https://example.com/hooks',
      events: ['ticket.created'],
      description: 'CRM',
      enabled: true,
    };
    expect([made.status, made.body]).toMatchObject([
      201,
      { ...expected, secret, disabledReason: null, failingSince: null },
    ]);
    const one = `${PATH}/${made.body.webhookId}`;
    const { body } = await desk.api.get<object>(one, admin);
    expect(body).toMatchObject(expected);
    expect(body).not.toHaveProperty('secret');
    const list = await desk.api.get<Page<Webhook>>(`${PATH}?limit=1`, admin);
    expect(list.body).toMatchObject({ hasMore: false, nextCursor: null });
    expect(JSON.stringify(list.body)).not.toContain('whsec_');

    const off = await desk.api.patch<object>(one, { enabled: false, events: ['*'] }, admin);
    expect(off.body).toMatchObject({ enabled: false, disabledReason: 'asked', events: ['*'] });
    expect((await desk.api.post(`${one}/test`, undefined, admin)).body).toMatchObject({ code: 'webhook_disabled' });
    const rotated = await desk.api.post<Webhook>(`${one}/rotate-secret`, undefined, admin);
    expect([rotated.status, rotated.body.secret]).toEqual([200, expect.stringMatching(/^whsec_/)]);
    expect(rotated.body.secret).not.toBe(secret);
    expect((await remove(made.body.webhookId)).status).toBe(204);
    for (const gone of [
      desk.api.get(one, admin),
      remove(made.body.webhookId),
      desk.api.get(`${one}/deliveries`, admin),
    ]) {
      expect((await gone).status).toBe(404);
    }
    const { sessionId, token } = await desk.newSession();
    expect((await desk.api.get(PATH, { token })).status).toBe(403);
    expect((await desk.api.get(PATH)).status).toBe(401);
    expect((await desk.api.get(`/api/v1/sessions/${sessionId}`, { token })).status).toBe(200);
  });

  it.each([
    ['an address that is none', { url: 'example', events: ['*'] }, 'url'],
    ['a password in the address', { url: 'https://a:b@example.com', events: ['*'] }, 'url'],
    ['no events', { url: 'https://example.com', events: [] }, 'events'],
    ['an event that is none', { url: 'https://example.com', events: ['message.deleted'] }, 'events'],
    ['a secret that is none', { url: 'https://example.com', events: ['*'], secret: 'hunter2' }, 'secret'],
  ])('are refused with %s', async (_, body, field) => {
    const refused = await create(body);
    expect([refused.status, refused.body]).toMatchObject([400, { code: 'validation_failed', errors: [{ field }] }]);
  });

  it('are tested, leave dead letters, and send again under the same id', async () => {
    const { receiver, webhookId } = await newWebhook('session.created');
    const one = `${PATH}/${webhookId}`;
    const tested = await desk.api.post<Delivery>(`${one}/test`, undefined, admin);
    expect([tested.status, tested.body]).toMatchObject([
      202,
      { type: 'webhook.test', status: 'pending', sessionId: null },
    ]);
    await until(() => receiver.arrivals.length === 1);
    expect(receiver.arrivals).toMatchObject([
      { id: tested.body.eventId, verified: true, body: { data: { webhookId } } },
    ]);

    receiver.reply = () => 410;
    await desk.newSession();
    await until(async () => (await deliveries(webhookId, '?status=dead')).data.length === 1);
    await until(async () => !(await desk.api.get<Webhook>(one, admin)).body.enabled);
    const { data, nextCursor } = await deliveries(webhookId, '?limit=1');
    expect(data).toMatchObject([{ status: 'dead', lastStatus: 410, type: 'session.created', attempts: 1 }]);
    expect((await deliveries(webhookId, `?limit=1&cursor=${nextCursor}`)).data).toMatchObject([
      { type: 'webhook.test' },
    ]);

    const again = `${one}/deliveries/${data[0]!.deliveryId}/redeliver`;
    expect((await desk.api.post(again, undefined, admin)).body).toMatchObject({ code: 'webhook_disabled' });
    await desk.api.patch(one, { enabled: true }, admin);
    receiver.reply = () => 204;
    expect((await desk.api.post(again, undefined, admin)).status).toBe(202);
    await until(async () => (await deliveries(webhookId)).data.every(({ status }) => status === 'delivered'));
    expect(receiver.arrivals.at(-1)?.id).toBe(data[0]?.eventId);
    for (const unknown of ['999999', 'nonsense']) {
      expect((await desk.api.post(`${one}/deliveries/${unknown}/redeliver`, undefined, admin)).status).toBe(404);
    }
    await remove(webhookId);
  });

  it('are as many as there may be', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, n) => create({ url: `https://example.com/${n}`, events: ['*'] })),
    );
    expect(made.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(await create({ url: 'https://example.com/', events: ['*'] })).toMatchObject({
      status: 409,
      body: { code: 'webhook_limit_reached' },
    });
    await Promise.all(made.map(({ body }) => remove(body.webhookId)));
  });
});

it('go to no private address unless that is allowed', async () => {
  const desk = await startTestApp({ WEBHOOK_ALLOW_PRIVATE: 'false' });
  const receiver = await startWebhookReceiver();
  const admin = { apiKey: desk.adminKey };
  for (const url of [
    receiver.url,
    'https://127.0.0.1/',
    'https://169.254.169.254/',
    'https://[::1]/',
    'http://example.com/',
  ]) {
    const { status, body } = await desk.api.post(PATH, { url, events: ['*'] }, admin);
    expect([status, body]).toMatchObject([400, { errors: [{ field: 'url' }] }]);
  }
  expect(receiver.arrivals).toEqual([]);
});
