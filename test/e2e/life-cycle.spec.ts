import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type AgentResponseDto } from '../../src/chat/agent-response.dto.js';
import { type MessagePageDto } from '../../src/chat/messages.dto.js';
import { type CreatedSessionDto, type SessionDto } from '../../src/chat/sessions.dto.js';
import { ApiClient } from '../support/api-client.js';
import { type ChildApp, startChildApp } from '../support/child-app.js';
import { createTestDatabase, DATABASE_KINDS } from '../support/databases.js';
import { tempFolder } from '../support/temp-folder.js';

const ADMIN_API_KEY = 'the-admin-key-of-the-life-cycle-tests';
const SETTINGS = { ENVIRONMENT: 'test', LOG_LEVEL: 'warn', ADMIN_API_KEY };

/** Runs the built application, or a command of it, to its end. */
function run(script: string, env: Record<string, string>): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    env: { PATH: process.env.PATH ?? '', API_HOST: '127.0.0.1', API_PORT: '0', ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, output: stdout + stderr };
}

class Customer {
  private constructor(
    private readonly token: string,
    private readonly sessionId: string,
  ) {}

  static async open(app: ChildApp): Promise<Customer> {
    const { body } = await new ApiClient(app.url).post<CreatedSessionDto>('/api/v1/sessions', {});
    return new Customer(body.token, body.session.sessionId);
  }

  async ask(app: ChildApp, message: string, clientMessageId?: string): Promise<AgentResponseDto> {
    const path = `/api/v1/chat/${this.sessionId}/messages`;
    const body = { message, ...(clientMessageId ? { clientMessageId } : {}) };
    return (await new ApiClient(app.url).post<AgentResponseDto>(path, body, { token: this.token })).body;
  }

  async history(app: ChildApp): Promise<MessagePageDto['data']> {
    const path = `/api/v1/chat/${this.sessionId}/messages?limit=200`;
    return (await new ApiClient(app.url).get<MessagePageDto>(path, { token: this.token })).body.data;
  }

  async session(app: ChildApp): Promise<SessionDto> {
    return (await new ApiClient(app.url).get<SessionDto>(`/api/v1/sessions/${this.sessionId}`, { token: this.token }))
      .body;
  }
}

describe.each(DATABASE_KINDS)('life cycle (%s)', (kind) => {
  it('acknowledged is kept over kill -9, and the conversation goes on', async () => {
    const { env } = await createTestDatabase(kind);
    const first = await startChildApp({ ...SETTINGS, ...env });
    const document = { title: 'Quibble kettle', text: 'The quibble kettle boils a litre of water in 77 seconds.' };
    const added = await new ApiClient(first.url).post<{ documentId: string }>('/api/v1/knowledge/documents', document, {
      apiKey: ADMIN_API_KEY,
    });
    expect(added.status).toBe(201);
    const customer = await Customer.open(first);
    const question = 'In how many seconds does the quibble kettle boil a litre of water?';
    const answered = await customer.ask(first, question, 'm-1');
    expect(answered).toMatchObject({ message: expect.stringContaining('77 seconds'), metadata: { messageCount: 1 } });

    // Killed in the middle of a burst: what was acknowledged by then must be there afterwards.
    const acknowledged: AgentResponseDto[] = [];
    const burst = Array.from({ length: 60 }, (_, n) =>
      customer.ask(first, `message ${n}`, `burst-${n}`).then(
        (answer) => acknowledged.push(answer),
        () => undefined,
      ),
    );
    await Promise.race(burst.slice(5));
    await first.stop('SIGKILL');
    await Promise.all(burst);

    const second = await startChildApp({ ...SETTINGS, ...env });
    const history = await customer.history(second);
    expect(history.map(({ seq }) => seq)).toEqual(history.map((_, n) => n + 1));
    const stored = history.map(({ messageId }) => messageId);
    for (const { messageId } of acknowledged) expect(stored).toContain(messageId);
    const customerMessages = history.filter(({ role }) => role === 'customer').length;
    expect((await customer.session(second)).messageCount).toBe(customerMessages);

    expect(await customer.ask(second, question, 'm-1')).toEqual(answered);
    const unanswered = await customer.ask(second, 'message 59', 'burst-59');
    expect(unanswered.metadata.messageCount).toBeGreaterThan(1);
    const next = await customer.ask(second, question);
    expect(next.sources[0]?.documentId).toBe(added.body.documentId);
    const after = await customer.history(second);
    expect(after.map(({ seq }) => seq)).toEqual(after.map((_, n) => n + 1));
    const ids = after.map(({ clientMessageId }) => clientMessageId).filter((id) => id !== null);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await second.stop('SIGTERM')).toBe(0);
  });

  it('a shutdown finishes what runs, then ends with 0', async () => {
    const { env } = await createTestDatabase(kind);
    const app = await startChildApp({ ...SETTINGS, ...env });
    const customer = await Customer.open(app);
    const running = Array.from({ length: 20 }, (_, n) => customer.ask(app, `message ${n}`));
    await Promise.race(running);
    expect(await app.stop('SIGTERM')).toBe(0);
    const again = await startChildApp({ ...SETTINGS, ...env });
    const history = await customer.history(again);
    // Every message that was taken has its reply: none was cut in the middle.
    expect(history.filter(({ role }) => role === 'agent')).toHaveLength(history.length / 2);
    expect(history.length).toBeGreaterThan(0);
  });

  it('refuses an outdated schema until it is migrated', async () => {
    const { env } = kind === 'embedded' ? { env: { DATA_DIR: tempFolder() } } : await emptyPostgres();
    const production = {
      ...SETTINGS,
      ...env,
      ENVIRONMENT: 'production',
      AUTH_TOKEN_SECRET: 'a-secret-for-the-life-cycle-tests-0123456789',
    };
    const refused = run('dist/main.js', production);
    expect(refused).toMatchObject({ status: 1, output: expect.stringContaining('npm run migrate') });
    expect(run('dist/cli/migrate.js', production)).toMatchObject({
      status: 0,
      output: expect.stringContaining('Applied'),
    });
    expect(run('dist/cli/migrate.js', production)).toMatchObject({
      status: 0,
      output: expect.stringContaining('up to date'),
    });
    const app = await startChildApp(production);
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  });
});

async function emptyPostgres(): Promise<{ env: Record<string, string> }> {
  const { env, location } = await createTestDatabase('postgres');
  if (location.kind !== 'postgres') throw new Error('a Postgres database was asked for');
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: location.url });
  await client.connect();
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await client.end();
  return { env: { ...env } };
}

describe('start', () => {
  it('refuses a second process on one embedded folder, and leaves the first one alone', async () => {
    const { env } = await createTestDatabase('embedded');
    const first = await startChildApp({ ...SETTINGS, ...env });
    const second = run('dist/main.js', { ...SETTINGS, ...env });
    expect(second.status).toBe(1);
    expect(second.output).toMatch(/in use by process \d+.*DATA_DIR.*DATABASE_URL/s);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    expect(await first.stop('SIGINT')).toBe(0);
    expect(existsSync(join(env.DATA_DIR ?? '', 'lock'))).toBe(false);
  });

  it.each<[string, Record<string, string>, RegExp[]]>([
    [
      'every wrong setting at once',
      { API_PORT: '99999', LOG_LEVEL: 'loud', SESSION_TIMOUT_SECONDS: '5' },
      [/API_PORT/, /LOG_LEVEL/, /SESSION_TIMOUT_SECONDS.*SESSION_TIMEOUT_SECONDS/],
    ],
    ['production without secrets', { ENVIRONMENT: 'production' }, [/AUTH_TOKEN_SECRET/, /ADMIN_API_KEY/]],
    [
      'a database that is not there',
      { DATABASE_URL: 'postgres://nobody:s3cret@127.0.0.1:9/none' },
      [/127\.0\.0\.1:9 could not be opened: .*ECONNREFUSED.*DATABASE_URL/],
    ],
    ['an unknown language', { KNOWLEDGE_LANGUAGE: 'klingon' }, [/klingon.*english/s]],
  ])('refuses %s', async (_name, wrong, said) => {
    const { status, output } = run('dist/main.js', { ENVIRONMENT: 'test', DATA_DIR: tempFolder(), ...wrong });
    expect(status).toBe(1);
    for (const pattern of said) expect(output).toMatch(pattern);
    expect(output).not.toMatch(/\n\s+at |s3cret/);
  });
});
