import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AgentResponseDto } from '../../src/chat/agent-response.dto.js';
import { type CreatedSessionDto } from '../../src/chat/sessions.dto.js';
import { type ApiAnswer } from '../support/api-client.js';
import { mcpDesk } from '../support/mcp-desk.js';
import { type ScriptedSystem, scriptedSystem, sendJson } from '../support/scripted-system.js';
import { tempFolder } from '../support/temp-folder.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';

interface Example {
  systems: { baseUrl: string; auth: object }[];
  mcpServers?: object[];
}

interface Health {
  readonly details: { readonly tools: { readonly tools: Record<string, { status: string; circuit: string }> } };
}

/** The example of a CRM, pointed at `system`, and an MCP server beside it. */
function toolsFile(system: ScriptedSystem, mcpUrl: string): string {
  const example = JSON.parse(readFileSync('examples/tools/crm.json', 'utf8')) as Example;
  for (const each of example.systems)
    Object.assign(each, { baseUrl: system.url, auth: { type: 'bearer', token: 't' } });
  example.mcpServers = [{ name: 'shop', url: mcpUrl, tools: ['data'] }];
  return written(example);
}

function written(content: unknown): string {
  const path = join(tempFolder(), 'tools.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const ORDER = {
  customer: { id: 'ada' },
  status: 'in_transit',
  shipping: { expectedOn: '2026-02-11', carrier: 'Swift Parcel' },
  lines: [{ name: 'Desk lamp' }],
  margin: 'secret margin',
};

describe('tools of TOOLS_FILE', () => {
  let system: ScriptedSystem;
  let desk: TestApp;

  beforeAll(async () => {
    system = await scriptedSystem();
    desk = await startTestApp({ TOOLS_FILE: toolsFile(system, (await mcpDesk()).url), LOG_LEVEL: 'silent' });
  });

  const sessionOf = async (userId: string, apiKey?: string): Promise<TestSession> => {
    const options = apiKey === undefined ? {} : { apiKey };
    const { body } = await desk.api.post<CreatedSessionDto>('/api/v1/sessions', { userId }, options);
    return { sessionId: body.session.sessionId, token: body.token };
  };
  const ask = async (session: TestSession, message: string): Promise<ApiAnswer<AgentResponseDto>> => {
    system.answer = (response, { target }) => {
      if (target === '/orders/A-10017') sendJson(response, ORDER);
      else response.writeHead(404).end();
    };
    return desk.ask(session, message);
  };

  it('tells a verified customer of their own order, with nothing that the file does not allow', async () => {
    const { status, body } = await ask(await sessionOf('ada', desk.adminKey), 'Where is my order A-10017?');
    expect(status).toBe(200);
    expect(body.message).toContain('Your order A-10017 is on its way.');
    expect(body.message).toContain('2026-02-11');
    expect(body.toolsUsed).toContain('look_up');
    expect(JSON.stringify(body)).not.toContain('margin');
    expect(system.requests.at(-1)).toMatchObject({ target: '/orders/A-10017', headers: { authorization: 'Bearer t' } });
  });

  it('remembers the number for the next question', async () => {
    const customer = await sessionOf('ada', desk.adminKey);
    await ask(customer, 'My order number is A-10017.');
    const { body } = await ask(customer, 'Who carries my parcel?');
    expect(body.message).toContain('Swift Parcel');
  });

  it('tells it nobody else: neither another customer, nor one who only claims to be this one', async () => {
    for (const session of [await sessionOf('bob', desk.adminKey), await sessionOf('ada'), await desk.newSession()]) {
      const { body } = await ask(session, 'Where is my order A-10017?');
      expect(body.message).not.toMatch(/on its way|2026-02-11|Swift/);
      expect(body.metadata.degraded).toEqual([]);
      expect(body.toolsUsed).not.toContain('look_up');
    }
  });

  it('answers without a system that is broken, says so, and leaves it alone after a while', async () => {
    system.answer = (response) => void response.writeHead(500).end();
    for (const number of ['A-20001', 'A-20002', 'A-20003']) {
      const customer = await sessionOf('ada', desk.adminKey);
      const { status, body } = await desk.ask(customer, `My order number is ${number}. What is your refund policy?`);
      expect(status).toBe(200);
      expect(body.sources).not.toEqual([]);
      expect(body.metadata.degraded).toContain('no-look-up');
    }
    const { body } = await desk.api.get<Health>('/health');
    expect(body.details.tools.tools).toMatchObject({
      crm_order_status: { status: 'ready', circuit: 'open' },
      crm_account: { status: 'ready', circuit: 'closed' },
      look_up: { status: 'ready', circuit: 'closed' },
      shop_data: { status: 'ready', circuit: 'closed' },
    });
  });

  it('stops the start when the file can not be used, and names every problem', async () => {
    const wrong = { systems: [{ name: 'crm', baseUrl: 'crm.example', lookUps: [] }] };
    await expect(startTestApp({ TOOLS_FILE: written(wrong) })).rejects.toMatchObject({
      code: 'tools_file_invalid',
      message: expect.stringMatching(/2 problems:\n {2}systems\[0\]\.baseUrl: .*\n {2}systems\[0\]\.lookUps: /),
    });
  });
});
