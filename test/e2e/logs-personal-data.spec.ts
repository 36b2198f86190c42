import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CreatedSessionDto } from '../../src/chat/sessions.dto.js';
import { openDatabase } from '../../src/database/database.js';
import { ApiClient } from '../support/api-client.js';
import { type ChildApp, startChildApp } from '../support/child-app.js';
import { onCleanUp } from '../support/clean-up.js';
import { type CreatedDatabase, createTestDatabase } from '../support/databases.js';
import { saying, type ScriptedProvider, startScriptedProvider } from '../support/scripted-provider.js';
import { type ScriptedSystem, scriptedSystem, sendJson } from '../support/scripted-system.js';
import { connectCustomer } from '../support/socket-client.js';
import { tempFolder } from '../support/temp-folder.js';
import { type TestSession } from '../support/test-app.js';
import { until } from '../support/until.js';

const ADMIN_API_KEY = 'the-admin-key-of-the-tests-of-the-logs';
const EMAIL = 'anna.canary@example.com';
const PHONE = '+49 30 90182055';
const CARD = '4111 1111 1111 1111';
const NAME = 'Anna Canarova';
const TEXT = `My name is ${NAME}, mail ${EMAIL}, phone ${PHONE}, card ${CARD}. What is your refund policy?`;
/** In every form in which they may get out; addresses are logged with escapes too. */
const CANARIES = [
  EMAIL,
  'anna.canary',
  'canary%40',
  PHONE,
  '4930 90182055',
  '90182055',
  CARD,
  '4111111111111111',
  NAME,
  'Canarova',
  'anna-canary',
];

/** The example of a CRM, pointed at `system`. */
function toolsFile({ url }: ScriptedSystem): string {
  const example = JSON.parse(readFileSync('examples/tools/crm.json', 'utf8')) as { systems: object[] };
  for (const each of example.systems) Object.assign(each, { baseUrl: url, auth: { type: 'bearer', token: 't' } });
  const path = join(tempFolder(), 'tools.json');
  writeFileSync(path, JSON.stringify({ ...example, mcpServers: [] }));
  return path;
}

interface Failure {
  readonly status: number;
  readonly body: string;
}

describe('The log of a process, at its most talkative,', () => {
  let provider: ScriptedProvider;
  let database: CreatedDatabase;
  let system: ScriptedSystem;
  let app: ChildApp;
  let api: ApiClient;

  beforeAll(async () => {
    provider = await startScriptedProvider();
    database = await createTestDatabase('postgres');
    system = await scriptedSystem();
    const settings = {
      ENVIRONMENT: 'test',
      LOG_LEVEL: 'trace',
      ADMIN_API_KEY,
      LLM_MAX_RETRIES: '0',
      TOOLS_FILE: toolsFile(system),
    };
    app = await startChildApp({ ...settings, ...provider.env, ...database.env });
    api = new ApiClient(app.url);
  });

  const newSession = async (body: object = {}): Promise<TestSession> => {
    const { body: created } = await api.post<CreatedSessionDto>('/api/v1/sessions', body);
    return { sessionId: created.session.sessionId, token: created.token };
  };
  const ask = ({ sessionId, token }: TestSession, message: string, accept = 'application/json') =>
    api.request('POST', `/api/v1/chat/${sessionId}/messages`, { message }, { token, headers: { accept } });
  const failing = async (method: string, path: string, body?: unknown, options = {}): Promise<Failure> => {
    const response = await api.request(method, path, body, options);
    return { status: response.status, body: await response.text() };
  };
  /** What is logged is on its way until a later line is there. */
  const expectCleanLog = async (): Promise<void> => {
    const lines = app.log().split('\n').length;
    await api.get('/api/v1/nothing-here');
    await until(() => app.log().split('\n').length > lines);
    const log = app.log().toLowerCase();
    expect(log).toContain('"statuscode"');
    for (const canary of CANARIES) expect(log).not.toContain(canary.toLowerCase());
  };

  it('holds nothing personal of turns over REST, streams and sockets, and of a person being asked for', async () => {
    provider.otherwise(saying('We write to [EMAIL_1], [NAME_1].'));
    const customer = await newSession({ userId: 'anna-canary' });
    expect((await ask(customer, TEXT)).status).toBe(200);
    expect(await (await ask(customer, TEXT, 'text/event-stream')).text()).toContain('event: ');
    const socket = connectCustomer(app.url, { ...(await newSession()), lastSeq: 0 });
    await socket.do('message.send', { message: TEXT, clientMessageId: 'c-1' });
    await until(() => socket.events.length > 2);
    await socket.do('handoff.request', { note: `Call ${NAME} at ${PHONE}` });
    expect(JSON.stringify(provider.requests)).not.toContain('canary');
    expect(provider.requests.length).toBeGreaterThan(0);
    await expectCleanLog();
  });

  it('holds nothing personal of models that fail and of files', async () => {
    provider.otherwise((turn) => {
      turn.fail(500, { 'x-echo': EMAIL });
    });
    const customer = await newSession();
    expect((await ask(customer, TEXT)).status).toBe(200);
    const send = (content: string, filename: string): Promise<Failure> => {
      const form = new FormData();
      form.set('sessionId', customer.sessionId);
      form.set('file', new Blob([content]), filename);
      return failing('POST', '/api/v1/attachments', form, { token: customer.token });
    };
    expect((await send(TEXT, `${NAME} anna-canary.txt`)).status).toBe(201);
    expect((await send(`%PDF-1.4 ${TEXT}`, `${EMAIL}.pdf`)).status).toBeGreaterThan(399);
    await expectCleanLog();
  });

  it('holds nothing personal of systems that are asked for an order, also when they fail', async () => {
    provider.otherwise(saying('It is on its way, [NAME_1].'));
    const { body } = await api.post<CreatedSessionDto>(
      '/api/v1/sessions',
      { userId: 'anna-canary' },
      { apiKey: ADMIN_API_KEY },
    );
    const customer = { sessionId: body.session.sessionId, token: body.token };
    system.answer = (response) => {
      sendJson(response, { customer: { id: 'anna-canary', name: NAME }, status: EMAIL });
    };
    expect((await ask(customer, 'Where is my order A-10017?')).status).toBe(200);
    system.answer = (response) => {
      sendJson(response, { error: `${NAME} ${EMAIL}` }, 500);
    };
    expect((await ask(customer, `${TEXT} Where is my order A-10018?`)).status).toBe(200);
    expect(system.requests.length).toBeGreaterThan(1);
    await expectCleanLog();
  });

  it('holds nothing personal of requests that are wrong, and of what stands in their address', async () => {
    const customer = await newSession();
    const chat = `/api/v1/chat/${customer.sessionId}/messages`;
    const own = { token: customer.token };
    const admin = { apiKey: ADMIN_API_KEY };
    const json = { ...own, headers: { 'content-type': 'application/json' } };
    expect((await failing('POST', chat, `{"message": "${TEXT}`, json)).status).toBe(400);
    expect((await failing('POST', chat, `${NAME} ${EMAIL}`, json)).status).toBe(400);
    expect((await failing('POST', chat, { message: { mail: EMAIL }, [EMAIL]: NAME }, own)).status).toBe(400);
    expect((await failing('POST', '/api/v1/sessions', { userId: `${EMAIL}\u0000`, metadata: EMAIL })).status).toBe(400);
    expect((await failing('GET', `/api/v1/sessions/${EMAIL}`, undefined, own)).status).toBeGreaterThan(399);
    expect(
      (await failing('GET', `/api/v1/${encodeURIComponent(EMAIL)}/${CARD.replaceAll(' ', '')}?q=${EMAIL}`)).status,
    ).toBe(404);
    expect((await failing('GET', `/api/v1/sessions?cursor=${EMAIL}`, undefined, admin)).status).toBeGreaterThan(199);
    await failing('DELETE', `/api/v1/customers/${encodeURIComponent(EMAIL)}`, undefined, admin);
    await failing('GET', `/api/v1/customers/${encodeURIComponent(NAME)}/export`, undefined, admin);
    await failing('GET', `/api/v1/chat/${customer.sessionId}/messages`, undefined, { token: EMAIL });
    await expectCleanLog();
  });

  it('holds nothing personal of a database that refuses what it is given, and neither does the answer', async () => {
    const opened = await openDatabase(database.location);
    onCleanUp(() => opened.close());
    const customer = await newSession();
    const rule = `ALTER TABLE messages ADD CONSTRAINT no_canaries CHECK (content::text NOT LIKE '%canary%') NOT VALID`;
    await opened.query({ name: 'test_rule', text: rule });
    const response = await ask(customer, TEXT);
    const body = await response.text();
    expect(response.status).toBe(500);
    expect(body).toContain('"internal"');
    for (const canary of CANARIES) expect(body.toLowerCase()).not.toContain(canary.toLowerCase());
    expect(app.log()).toContain('no_canaries');
    await expectCleanLog();
  });
});
