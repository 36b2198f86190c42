import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CreatedSessionDto, type SessionDto } from '../../src/chat/sessions.dto.js';
import { sessionFingerprints } from '../../src/telemetry/metrics.js';
import { ApiClient, type ApiAnswer } from '../support/api-client.js';
import { openBrowser } from '../support/browser.js';
import { startChildApp } from '../support/child-app.js';
import { HOME, PHONE, USER_AGENTS } from '../support/clients.js';
import { createTestDatabase } from '../support/databases.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';

interface Problem {
  readonly code?: string;
}

/** A browser at the end of a chain of proxies; `forwarded` is what the desk gets to see of it. */
interface Visitor {
  readonly userAgent: string;
  readonly forwarded?: string;
}

const CHROME: Visitor = { userAgent: USER_AGENTS.chrome };
const EDGE: Visitor = { userAgent: USER_AGENTS.edge };

function headersOf({ userAgent, forwarded }: Visitor): Record<string, string> {
  return { 'user-agent': userAgent, ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }) };
}

async function open(api: ApiClient, visitor: Visitor, body = {}, apiKey?: string): Promise<TestSession> {
  const options = { headers: headersOf(visitor), ...(apiKey === undefined ? {} : { apiKey }) };
  const made = await api.post<CreatedSessionDto>('/api/v1/sessions', body, options);
  return { sessionId: made.body.session.sessionId, token: made.body.token };
}

function read(api: ApiClient, { sessionId, token }: TestSession, visitor: Visitor): Promise<ApiAnswer<Problem>> {
  return api.get(`/api/v1/sessions/${sessionId}`, { token, headers: headersOf(visitor) });
}

function confirm(api: ApiClient, session: TestSession, visitor: Visitor, body?: object): Promise<ApiAnswer<Problem>> {
  const { sessionId, token } = session;
  const options = { token, headers: headersOf(visitor) };
  return api.post(`/api/v1/sessions/${sessionId}/confirm`, body ?? { token }, options);
}

async function count(verdict: string): Promise<number> {
  const { values } = await sessionFingerprints.get();
  return values.find(({ labels }) => labels.verdict === verdict)?.value ?? 0;
}

const MODES = [
  { mode: 'off', status: 200, code: undefined, confirmed: 204, trusted: 0 },
  { mode: 'log', status: 200, code: undefined, confirmed: 204, trusted: 0 },
  { mode: 'soft', status: 401, code: 'step_up_required', confirmed: 204, trusted: 1 },
  { mode: 'strict', status: 403, code: 'session_hijack_suspected', confirmed: 403, trusted: 2 },
] as const;
type Mode = (typeof MODES)[number]['mode'];

const desks = new Map<Mode, TestApp>();
beforeAll(async () => {
  for (const { mode, trusted } of MODES) {
    desks.set(mode, await startTestApp({ SESSION_FINGERPRINT_MODE: mode, TRUST_PROXY: String(trusted) }));
  }
});

function deskIn(mode: Mode): TestApp {
  const desk = desks.get(mode);
  if (!desk) throw new Error(`no desk runs in mode ${mode}`);
  return desk;
}

describe.each(MODES)('fingerprinting in mode $mode', ({ mode, status, code, confirmed }) => {
  it('another browser with the token', async () => {
    const desk = deskIn(mode);
    const session = await open(desk.api, CHROME);
    const updated = { userAgent: USER_AGENTS.chromeUpdated };
    expect((await read(desk.api, session, updated)).status).toBe(200);
    const seen = await read(desk.api, session, EDGE);
    expect([seen.status, seen.body.code]).toEqual([status, code]);
    expect(seen.body).not.toHaveProperty('fingerprintHash');
    const asked = await desk.ask(session, 'How can I pay?', {}, { headers: headersOf(EDGE) });
    expect(asked.status).toBe(status);
    const history = await desk.api.get<{ data: object[] }>(`/api/v1/chat/${session.sessionId}/messages`, {
      apiKey: desk.adminKey,
      headers: headersOf(EDGE),
    });
    expect([history.status, history.body.data.length]).toEqual([200, status === 200 ? 2 : 0]);

    expect((await confirm(desk.api, session, EDGE)).status).toBe(confirmed);
    expect((await read(desk.api, session, EDGE)).status).toBe(confirmed === 204 ? 200 : status);
    expect((await read(desk.api, session, CHROME)).status).toBe(confirmed === 204 ? status : 200);
  });

  it('a session that a service opened is its first customer’s', async () => {
    const desk = deskIn(mode);
    const session = await open(desk.api, { userAgent: 'shop-backend/1.0' }, { userId: 'kim' }, desk.adminKey);
    expect((await read(desk.api, session, CHROME)).status).toBe(200);
    expect((await read(desk.api, session, EDGE)).status).toBe(status);
  });

  it('a version that was read can be changed, also by the first request of all', async () => {
    const desk = deskIn(mode);
    const session = await open(desk.api, CHROME, {}, desk.adminKey);
    const headers = { ...headersOf(CHROME), 'if-match': '"1"' };
    const path = `/api/v1/sessions/${session.sessionId}`;
    const changed = await desk.api.patch<SessionDto>(path, { metadata: { a: 1 } }, { ...session, headers });
    expect([changed.status, changed.body.version]).toEqual([200, 2]);
  });
});

describe('a confirmation', () => {
  it('takes the token of the session and no other', async () => {
    const desk = deskIn('soft');
    const session = await open(desk.api, CHROME);
    const other = await open(desk.api, EDGE);
    const answers = [
      await confirm(desk.api, session, EDGE, {}),
      await confirm(desk.api, session, EDGE, { token: `${session.token.slice(0, -3)}AAA` }),
      await confirm(desk.api, session, EDGE, { token: other.token }),
      await confirm(desk.api, { ...session, token: other.token }, EDGE, { token: session.token }),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [400, 'validation_failed'],
      [401, 'unauthenticated'],
      [403, 'forbidden'],
      [403, 'forbidden'],
    ]);
    expect((await read(desk.api, session, EDGE)).body.code).toBe('step_up_required');
  });

  it('is given by the chat page on its own', async () => {
    const desk = deskIn('soft');
    const session = await open(desk.api, { userAgent: 'shop-backend/1.0' });
    const browser = await openBrowser();
    const page = await browser.newPage();
    await page.addInitScript(`localStorage['frontdesk.session'] ??= ${JSON.stringify(JSON.stringify(session))}`);
    const steps: string[] = [];
    page.on('response', (response) => {
      const [, step] = /\/api\/v1\/.*\/(\w+)(?:\?|$)/.exec(response.url()) ?? [];
      if (step) steps.push(`${step} ${response.status()}`);
    });
    await page.goto(desk.url);
    await page.getByLabel('Your message').fill('What is your refund policy?');
    await page.keyboard.press('Enter');
    await page.locator('.from-agent[data-state="done"]').waitFor();
    expect(steps.slice(0, 3)).toEqual(['messages 401', 'confirm 204', 'messages 200']);
    expect(await page.evaluate(`JSON.parse(localStorage['frontdesk.session']).sessionId`)).toBe(session.sessionId);
  });
});

const SITE = '203.0.113.9';
const ELSEWHERE = '198.51.100.20';

/** Each session is opened as `opened` and used as `seen`, both as the desk's nearest proxy hands them on. */
describe('behind proxies', () => {
  it.each([
    ['log', 0, 'believes no header', SITE, ELSEWHERE, 'same'],
    ['log', 0, 'believes no header, however long', SITE, `${ELSEWHERE}, ${ELSEWHERE}, ${ELSEWHERE}`, 'same'],
    ['soft', 1, 'takes the address the proxy saw', SITE, '203.0.113.77', 'same'],
    ['soft', 1, 'notices that it changed', SITE, ELSEWHERE, 'moved'],
    ['soft', 1, 'is told nothing by the client', `10.0.0.1, ${SITE}`, `${ELSEWHERE}, 8.8.8.8, ${SITE}`, 'same'],
    ['soft', 1, 'does not let a client pretend to have stayed', SITE, `${SITE}, ${ELSEWHERE}`, 'moved'],
    ['strict', 2, 'takes the address the first proxy saw', `${SITE}, 10.0.0.1`, `${SITE}, 10.0.9.9`, 'same'],
    ['strict', 2, 'notices that it changed', `${SITE}, 10.0.0.1`, `${ELSEWHERE}, 10.0.0.1`, 'moved'],
    ['strict', 2, 'is told nothing by the client', `${SITE}, 10.0.0.1`, `${ELSEWHERE}, ${SITE}, 10.0.0.1`, 'same'],
    ['strict', 2, 'knows IPv4 mapped into IPv6', `${SITE}, 10.0.0.1`, `::ffff:${SITE}, 10.0.0.1`, 'same'],
  ] as const)('mode %s, %i trusted: %s', async (mode, _trusted, _what, opened, seen, verdict) => {
    const { api } = deskIn(mode);
    const session = await open(api, { ...CHROME, forwarded: opened });
    const before = await count(verdict);
    expect((await read(api, session, { ...CHROME, forwarded: seen })).status).toBe(200);
    expect(await count(verdict)).toBe(before + 1);
  });
});

describe('the log', () => {
  it('tells of a changed client without address, user agent, token or fingerprint', async () => {
    const { env } = await createTestDatabase('embedded');
    const settings = { ENVIRONMENT: 'test', LOG_LEVEL: 'debug', TRUST_PROXY: '1', SESSION_FINGERPRINT_MODE: 'soft' };
    const child = await startChildApp({ ...settings, ...env });
    const api = new ApiClient(child.url);
    const visitor = { userAgent: HOME.userAgent, forwarded: HOME.address };
    const thief = { userAgent: PHONE.userAgent, forwarded: PHONE.address };
    const session = await open(api, visitor);
    const refused = await read(api, session, thief);
    await confirm(api, session, thief);
    await child.stop();
    const lines = child
      .output()
      .split('\n')
      .filter((line) => line.includes('session_step_up_required'));
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({
        sessionId: session.sessionId,
        requestId: refused.headers.get('x-request-id'),
        verdict: 'new_client_and_network',
      }),
    ]);
    expect(child.output()).toContain('session_step_up_confirmed');
    const secrets = [visitor, thief].flatMap(({ userAgent, forwarded }) => [
      userAgent,
      forwarded,
      forwarded.slice(0, -3),
    ]);
    const found = [...secrets, 'Mozilla', session.token, '"v1.'].filter((secret) => child.output().includes(secret));
    expect(found).toEqual([]);
  });
});
