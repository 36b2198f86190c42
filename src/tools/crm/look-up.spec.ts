import { beforeEach, describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { type ScriptedSystem, scriptedSystem, sendJson } from '../../../test/support/scripted-system.js';
import { type SystemDescription } from '../../config/domain-tools-schema.js';
import { lookUpSchema } from '../../config/look-up-schema.js';
import { ToolInputInvalid } from '../contract/tool-errors.js';
import { type ToolContext } from '../contract/tool.js';
import { CompanySystem } from './company-system.js';
import { LookUp } from './look-up.js';

const TOKEN = 'token-of-the-crm';

const ORDER_STATUS = {
  name: 'order_status',
  description: 'Tells how far an order is.',
  path: '/orders/{order_number}',
  needs: [{ name: 'order_number', fact: 'order_number', pattern: '[^/]{0,60}' }],
  owner: '$.customer.id',
  fields: {
    status: { path: '$.status', labels: { in_transit: 'on its way' } },
    eta: '$.shipping.eta',
    items: '$.lines[*].name',
  },
  title: 'Order {order_number}',
  text: ['Your order {order_number} is {status}.', 'It is expected on {eta}.'],
};

const ORDER = {
  customer: { id: 'user-1', email: 'ada@shop.example' },
  status: 'in_transit',
  shipping: { eta: '2026-01-05' },
  lines: [{ name: 'Lamp' }, { name: 'Chair' }],
  internalNote: 'complains a lot',
};

function contextOf(userId?: string, verified = true): ToolContext {
  const ids = { sessionId: 'sess_1', turnId: 'turn_1', requestId: 'req_1', signal: new AbortController().signal };
  return userId === undefined ? ids : { ...ids, user: { userId, verified } };
}

describe('LookUp', () => {
  let system: ScriptedSystem;
  let clock: FakeClock;

  const lookUpOf = (change: object = {}, of: Partial<SystemDescription> = {}): LookUp => {
    const description = {
      ...{ name: 'crm', baseUrl: `${system.url}/api/`, headers: {}, timeoutMs: 2000, cacheSeconds: 30 },
      auth: { type: 'bearer' as const, token: TOKEN },
      ...of,
    };
    return new LookUp(new CompanySystem(description, clock), lookUpSchema.parse({ ...ORDER_STATUS, ...change }));
  };
  const find = (lookUp: LookUp, order_number = 'A-1', context = contextOf('user-1')) =>
    lookUp.run({ order_number }, context);

  beforeEach(async () => {
    system = await scriptedSystem();
    system.answer = (response) => {
      sendJson(response, ORDER);
    };
    clock = new FakeClock();
  });

  it('tells the allowed fields of a record, and nothing else of it', async () => {
    await expect(find(lookUpOf())).resolves.toEqual([
      {
        tool: 'crm_order_status',
        title: 'Order A-1',
        fields: { status: 'on its way', eta: '2026-01-05', items: 'Lamp, Chair' },
        text: 'Your order A-1 is on its way. It is expected on 2026-01-05.',
      },
    ]);
    expect(system.requests).toHaveLength(1);
    expect(system.requests[0]).toMatchObject({
      target: '/api/orders/A-1',
      headers: { authorization: `Bearer ${TOKEN}` },
    });
  });

  it('leaves out sentences about what is missing, and records of which none is left', async () => {
    system.answer = (response) => {
      sendJson(response, { ...ORDER, shipping: null });
    };
    await expect(find(lookUpOf())).resolves.toMatchObject([{ text: 'Your order A-1 is on its way.' }]);
    await expect(find(lookUpOf({ text: 'It comes on {eta}.' }))).resolves.toEqual([]);
  });

  it('serves no customer whose identity was not proven', async () => {
    const code = 'customer_not_verified';
    await expect(find(lookUpOf(), 'A-1', contextOf())).rejects.toMatchObject({
      code,
      kind: 'forbidden',
      retryable: false,
    });
    await expect(find(lookUpOf(), 'A-1', contextOf('user-1', false))).rejects.toMatchObject({ code });
    expect(system.requests).toEqual([]);
  });

  it.each([
    ['of another customer', { ...ORDER, customer: { id: 'user-2' } }],
    ['of several customers', { ...ORDER, customer: [{ id: 'user-1' }, { id: 'user-2' }] }],
    ['of nobody', { ...ORDER, customer: {} }],
    ['whose customer is no id', { ...ORDER, customer: { id: { toString: 'user-1' } } }],
    ['that is no object', 'user-1'],
  ])('a record %s is none', async (_, answer) => {
    system.answer = (response) => {
      sendJson(response, answer);
    };
    await expect(find(lookUpOf())).resolves.toEqual([]);
  });

  it('knows a customer by a number too', async () => {
    system.answer = (response) => {
      sendJson(response, { ...ORDER, customer: { id: 42 } });
    };
    await expect(find(lookUpOf(), 'A-1', contextOf('42'))).resolves.toHaveLength(1);
  });

  it('asks by the customer of the call, and tells several records', async () => {
    system.answer = (response) => {
      sendJson(response, { orders: [1, 2, 3, 4].map((place) => ({ status: `s${place}` })) });
    };
    const mine = lookUpOf({
      ...{ path: '/customers/{user_id}/orders', query: { limit: '3', for: '{user_id}' }, needs: [], when: ['order'] },
      ...{
        owner: undefined,
        each: '$.orders',
        fields: { status: '$.status' },
        title: 'Order',
        text: 'One is {status}.',
      },
    });
    const records = await mine.run({}, contextOf('a/../b?c&d=é'));
    expect(records.map(({ text }) => text)).toEqual(['One is s1.', 'One is s2.', 'One is s3.']);
    const target = '/api/customers/a%2F..%2Fb%3Fc%26d%3D%C3%A9/orders?limit=3&for=a%2F..%2Fb%3Fc%26d%3D%C3%A9';
    expect(system.requests.map((request) => request.target)).toEqual([target]);
  });

  it.each([
    ['../admin', '/api/orders/..%2Fadmin'],
    ['1?all=true#x', '/api/orders/1%3Fall%3Dtrue%23x'],
    ['%2f..%2f', '/api/orders/%252f..%252f'],
    ['1\\..\\2', '/api/orders/1%5C..%5C2'],
    ['a b\r\nx: y', '/api/orders/a%20b%0D%0Ax%3A%20y'],
    ['...', '/api/orders/...'],
  ])('%j stays one piece of the path', async (value, target) => {
    await find(lookUpOf({ needs: [{ name: 'order_number', pattern: '[^]*' }] }), value);
    expect(system.requests.map((request) => request.target)).toEqual([target]);
  });

  it.each(['.', '..', '', ' ', '\ud800'])('%j asks nothing', async (value) => {
    await expect(find(lookUpOf(), value)).resolves.toEqual([]);
    expect(system.requests).toEqual([]);
  });

  it.each([
    [404, []],
    [410, []],
    [204, []],
  ])('status %d is no record', async (status, expected) => {
    system.answer = (response) => void response.writeHead(status).end();
    await expect(find(lookUpOf())).resolves.toEqual(expected);
  });

  it.each([
    [500, 'look_up_unavailable', true],
    [503, 'look_up_unavailable', true],
    [429, 'look_up_unavailable', true],
    [400, 'look_up_refused', false],
    [401, 'look_up_refused', false],
    [403, 'look_up_refused', false],
    [302, 'look_up_unreadable', false],
  ])('status %d is %s', async (status, code, retryable) => {
    system.answer = (response) => void response.writeHead(status, { location: `${system.url}/elsewhere` }).end(TOKEN);
    const failure = await find(lookUpOf()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, retryable });
    expect(inspect(failure, { depth: 9 })).not.toContain(TOKEN);
    expect(system.requests).toHaveLength(1);
  });

  it.each([
    ['garbage', 'application/json', '{"status": "sent'],
    ['another type', 'text/html', JSON.stringify(ORDER)],
    ['a flood that says its length', 'application/json', JSON.stringify('x'.repeat(300_000))],
  ])('%s is look_up_unreadable', async (_, type, body) => {
    system.answer = (response) => void response.writeHead(200, { 'content-type': type }).end(body);
    await expect(find(lookUpOf())).rejects.toMatchObject({ code: 'look_up_unreadable', retryable: false });
  });

  it('stops reading a flood', async () => {
    let sent = 0;
    system.answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('"');
      const more = (): void => {
        while (!response.destroyed && sent < 1e9 && response.write('x'.repeat(65_536))) sent += 65_536;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    await expect(find(lookUpOf())).rejects.toMatchObject({ code: 'look_up_unreadable' });
    expect(sent).toBeLessThan(50_000_000);
  });

  it('says that a system is away, and ends with its caller', async () => {
    const lookUp = lookUpOf({}, { baseUrl: 'http://127.0.0.1:1' });
    const failure = await find(lookUp).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'look_up_unavailable', retryable: true });
    system.answer = (response) => void response.writeHead(200, { 'content-type': 'application/json' }).destroy();
    await expect(find(lookUpOf())).rejects.toMatchObject({ code: 'look_up_unavailable' });

    system.answer = () => undefined;
    const caller = new AbortController();
    const waiting = find(lookUpOf(), 'A-1', { ...contextOf('user-1'), signal: caller.signal });
    caller.abort(new Error('the customer left'));
    await expect(waiting).rejects.toThrow('the customer left');
  });

  describe('what was said a moment ago', () => {
    it('is said again to the same customer until it is too old', async () => {
      const lookUp = lookUpOf();
      await find(lookUp);
      clock.advance(29_000);
      await expect(find(lookUp)).resolves.toHaveLength(1);
      expect(system.requests).toHaveLength(1);
      clock.advance(2_000);
      await find(lookUp);
      expect(system.requests).toHaveLength(2);
    });

    it('is never said to another customer', async () => {
      const lookUp = lookUpOf();
      await find(lookUp);
      await expect(find(lookUp, 'A-1', contextOf('user-2'))).resolves.toEqual([]);
      await expect(find(lookUp, 'A-1', contextOf())).rejects.toMatchObject({ code: 'customer_not_verified' });
      expect(system.requests).toHaveLength(2);
    });

    it('is said to everybody where the look-up is for anyone', async () => {
      const stock = lookUpOf({ access: 'anyone', owner: undefined });
      await find(stock, 'A-1', contextOf());
      await expect(find(stock, 'A-1', contextOf('user-2'))).resolves.toHaveLength(1);
      await find(stock, 'A-2', contextOf());
      expect(system.requests).toHaveLength(2);
    });

    it('is forgotten when it was a failure or nothing, or with cacheSeconds 0', async () => {
      const lookUp = lookUpOf();
      for (const status of [500, 404]) {
        system.answer = (response) => void response.writeHead(status).end();
        await find(lookUp).catch(() => undefined);
      }
      system.answer = (response) => {
        sendJson(response, ORDER);
      };
      await expect(find(lookUp)).resolves.toHaveLength(1);
      const fresh = lookUpOf({}, { cacheSeconds: 0 });
      await find(fresh);
      await find(fresh);
      expect(system.requests).toHaveLength(5);
    });
  });

  it('tells a model what it needs and refuses what does not fit', () => {
    const pattern = '[A-Z]-[0-9]{1,9}';
    const { inputSchema } = lookUpOf({ needs: [{ name: 'order_number', description: 'As on the bill', pattern }] });
    expect(inputSchema.jsonSchema).toMatchObject({
      ...{ type: 'object', required: ['order_number'], additionalProperties: false },
      properties: { order_number: { type: 'string', description: 'As on the bill' } },
    });
    expect(inputSchema.parse({ order_number: 'A-1' })).toEqual({ order_number: 'A-1' });
    for (const wrong of [
      {},
      { order_number: '../A-1' },
      { order_number: 1 },
      { order_number: 'A-1', user_id: 'user-2' },
      null,
    ]) {
      expect(() => inputSchema.parse(wrong)).toThrow(ToolInputInvalid);
    }
  });

  it.each([
    ['header', { type: 'header', name: 'X-Api-Key', value: 'k1' }, { 'x-api-key': 'k1' }],
    ['basic', { type: 'basic', username: 'ä', password: 'b:c' }, { authorization: 'Basic w6Q6Yjpj' }],
  ] as const)('signs in by %s', async (_, auth, expected) => {
    await find(lookUpOf({}, { auth, headers: { 'x-desk': 'yes' } }));
    expect(system.requests[0]?.headers).toMatchObject({ ...expected, 'x-desk': 'yes', accept: 'application/json' });
  });
});
