import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { type ScriptedSystem, scriptedSystem, sendJson } from '../../../test/support/scripted-system.js';
import { lookUpSchema } from '../../config/look-up-schema.js';
import { type ToolCallReport, ToolRunner } from '../contract/run-tool.js';
import { type LookUpInput } from '../contract/tool-inputs.js';
import { type ToolSettings } from '../contract/tool-settings.js';
import { type ToolContext } from '../contract/tool.js';
import { CompanySystem } from './company-system.js';
import { LookUp } from './look-up.js';
import { LookUpTool } from './look-up.tool.js';

const CONTEXT: ToolContext = {
  ...{ sessionId: 'sess_1', turnId: 'turn_1', requestId: 'req_1', signal: new AbortController().signal },
  user: { userId: 'user-1', verified: true },
};

const ORDERS = {
  name: 'order_status',
  description: 'Tells how far an order is.',
  path: '/orders/{order_number}',
  needs: [{ name: 'order_number', fact: 'order_number', pattern: '[A-Z0-9-]{3,40}' }],
  owner: '$.owner',
  when: ['order', 'delivery', 'where is my'],
  fields: { status: '$.status' },
  title: 'Order {order_number}',
  text: 'Order {order_number} is {status}.',
};

const PLANS = {
  name: 'plan',
  description: 'Tells the plan of the customer.',
  path: '/customers/{user_id}/plan',
  when: ['plan', 'c++ licence', 'abonnement'],
  fields: { plan: '$.plan' },
  title: 'Plan',
  text: 'You have the plan {plan}.',
};

const QUICK: Partial<ToolSettings> = {
  ...{ attempts: 2, retryPauseMs: { first: 1, most: 2 } },
  breaker: { failures: 3, openMs: 60_000 },
};

describe('LookUpTool', () => {
  let system: ScriptedSystem;
  let reports: ToolCallReport[];
  let tool: LookUpTool;
  let runner: ToolRunner;
  let patienceMs: number;

  beforeEach(async () => {
    system = await scriptedSystem();
    system.answer = (response, { target }) => {
      sendJson(response, target.startsWith('/orders') ? { owner: 'user-1', status: 'sent' } : { plan: 'Gold' });
    };
    reports = [];
    patienceMs = 20_000;
    const clock = new FakeClock();
    const quick = {
      isEnabled: () => true,
      defaults: {},
      settingsOf: (name: string) => (name === 'look_up' ? {} : { ...QUICK, timeoutMs: patienceMs }),
    };
    runner = new ToolRunner(clock, (report) => reports.push(report), quick);
    const description = { name: 'crm', baseUrl: system.url, headers: {}, timeoutMs: 2000, cacheSeconds: 0 };
    const crm = new CompanySystem(description, clock);
    tool = new LookUpTool(
      [ORDERS, PLANS].map((asks) => new LookUp(crm, lookUpSchema.parse(asks))),
      runner,
    );
  });

  const fact = (value: string, said: 'now' | 'before' = 'now'): LookUpInput['facts'][number] => ({
    ...{ kind: 'order_number', value, said },
  });
  const askedFor = async (message: string, facts: LookUpInput['facts'] = [], context = CONTEXT): Promise<string[]> => {
    await runner.run(tool, { message, facts }, context);
    return system.requests.map(({ target }) => target).sort();
  };

  it.each<[string, LookUpInput['facts'], string[]]>([
    ['Has A-1001 left yet?', [fact('A-1001')], ['/orders/A-1001']],
    ['Where is my parcel?', [fact('A-1001', 'before')], ['/orders/A-1001']],
    ['And my ORDERS?', [fact('A-1003', 'before'), fact('A-1001', 'before')], ['/orders/A-1003']],
    [
      'A-1, A-2, A-3 and A-4',
      ['A-1', 'A-2', 'A-2', 'A-3', 'A-4'].map((one) => fact(one)),
      ['/orders/A-1', '/orders/A-2', '/orders/A-3'],
    ],
    [
      'Which plan do I have, and is order A-1001 in it?',
      [fact('A-1001')],
      ['/customers/user-1/plan', '/orders/A-1001'],
    ],
    ['Does the C++ licence end?', [], ['/customers/user-1/plan']],
    ['Was kosten Abonnements?', [], ['/customers/user-1/plan']],
    ['Where is my order?', [], []],
    ['Do you sell lamps?', [fact('A-1001', 'before')], []],
    ['An airplane disorder, planetarium', [fact('A-1001', 'before')], []],
    ['What of my order?', [fact('../admin', 'before')], []],
    ['What of my order?', [fact('A'.repeat(500))], []],
    ['My ticket is T-55555', [{ kind: 'ticket_number', value: 'T-55555', said: 'now' }], []],
    ['', [], []],
  ])('%j asks the systems for what it is about', async (message, facts, expected) => {
    await expect(askedFor(message, facts)).resolves.toEqual(expected);
  });

  it('asks nothing for a customer who is not known, and fails nothing either', async () => {
    const { user, ...anonymous } = CONTEXT;
    await expect(tool.run({ message: 'my order, my plan', facts: [fact('A-1001')] }, anonymous)).resolves.toEqual([]);
    const claimed = { ...anonymous, user: { userId: user!.userId, verified: false } };
    await expect(askedFor('my order, my plan', [fact('A-1001')], claimed)).resolves.toEqual([]);
    expect(reports).toMatchObject([{ tool: 'look_up', status: 'ok' }]);
  });

  it('tells at most three records, those of the words that were named first', async () => {
    const facts = ['A-1', 'A-2', 'A-3'].map((one) => fact(`${one}00`));
    const records = await tool.run({ message: 'Which plan is that?', facts }, CONTEXT);
    expect(records.map(({ title }) => title)).toEqual(['Plan', 'Order A-100', 'Order A-200']);
  });

  it('repeats what fails in passing', async () => {
    const sound = system.answer;
    system.answer = (response) => {
      system.answer = sound;
      response.writeHead(503).end();
    };
    await expect(tool.run({ message: 'order', facts: [fact('A-1001')] }, CONTEXT)).resolves.toHaveLength(1);
    expect(system.requests).toHaveLength(2);
  });

  it('leaves a broken look-up alone after a while, and the sound ones work on', async () => {
    const sound = system.answer;
    system.answer = (response, request) => {
      if (request.target.startsWith('/orders')) response.writeHead(500).end();
      else sound(response, request);
    };
    const outcomes = [];
    for (const number of ['A-1001', 'A-1002', 'A-1003', 'A-1004']) {
      outcomes.push(await runner.run(tool, { message: 'order', facts: [fact(number)] }, CONTEXT));
    }
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'failed', code: 'look_up_unavailable' });
    expect(system.requests).toHaveLength(3);
    expect(runner.circuitOf('crm_order_status')).toBe('open');
    expect([runner.circuitOf('crm_plan'), runner.circuitOf('look_up')]).toEqual(['closed', 'closed']);
    expect(reports.at(-2)).toMatchObject({ tool: 'crm_order_status', code: 'tool_circuit_open' });
    await expect(tool.run({ message: 'plan for order', facts: [fact('A-1001')] }, CONTEXT)).resolves.toMatchObject([
      { tool: 'crm_plan', fields: { plan: 'Gold' } },
    ]);
  });

  it('does not repeat what is refused', async () => {
    system.answer = (response) => void response.writeHead(403).end();
    const outcome = await runner.run(tool, { message: '', facts: [fact('A-1001')] }, CONTEXT);
    expect(outcome).toMatchObject({ status: 'failed' });
    expect(system.requests).toHaveLength(1);
    expect(reports[0]).toMatchObject({ tool: 'crm_order_status', code: 'look_up_refused' });
  });

  it('does not wait for a system that hangs', async () => {
    patienceMs = 100;
    system.answer = () => undefined;
    const outcome = await runner.run(tool, { message: '', facts: [fact('A-1001')] }, CONTEXT);
    expect(outcome).toMatchObject({ status: 'failed' });
    expect(reports[0]).toMatchObject({ tool: 'crm_order_status', code: 'tool_timeout' });
  });
});
