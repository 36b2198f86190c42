import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ChatMessage, type SessionEvent } from '@frontdesk/client';
import { checkTurns, markerOf } from '../../chaos/lib/turn-checker.mjs';
import { ApiClient } from '../support/api-client.js';
import { onCleanUp } from '../support/clean-up.js';
import { type Cluster, type ClusterInstance, startCluster } from '../support/cluster.mjs';
import { createTestDatabase } from '../support/databases.js';
import { type ScriptedProvider, startScriptedProvider } from '../support/scripted-provider.js';
import { type Connection, connectBySocket, connectByStream, type Customer } from '../support/session-connections.js';
import { until } from '../support/until.js';

/** The number is 200; half of the runs kill an instance and wait for its lease, so the suite has fewer. */
const RUNS = Number(process.env.FAILOVER_RUNS ?? '10');

const PIECES = 40;
const BETWEEN_PIECES_MS = 30;
const SILENCE_MS = 20_000;

/** How the client is connected, and what happens to its instance. */
interface Case {
  readonly connect: (url: string, customer: Customer) => Promise<Connection>;
  readonly kill: boolean;
}

const CASES: readonly Case[] = [
  { connect: connectBySocket, kill: false },
  { connect: connectBySocket, kill: true },
  { connect: connectByStream, kill: false },
  { connect: connectByStream, kill: true },
];

describe('A client whose instance is lost in the middle of an answer', () => {
  let provider: ScriptedProvider;
  beforeAll(async () => {
    provider = await startScriptedProvider();
    provider.otherwise(async (turn) => {
      const [marker = ''] = /marker-\w+-end/.exec(turn.question) ?? [];
      for (let n = 1; n <= PIECES; n += 1) {
        turn.say(`piece ${n} for ${marker}. `);
        await Promise.race([sleep(BETWEEN_PIECES_MS), turn.closed]);
      }
      turn.finish();
    });
  });

  async function clusterWith(env: Record<string, string>): Promise<Cluster> {
    const database = await createTestDatabase('postgres');
    const settings = { ...provider.env, GROUNDING_THRESHOLD: '0', SAMPLE_KNOWLEDGE: 'true', LOG_LEVEL: 'warn', ...env };
    const cluster = await startCluster({ instances: 3, env: settings, databaseUrl: database.env.DATABASE_URL ?? null });
    onCleanUp(() => cluster.stop());
    return cluster;
  }

  it(
    `goes on at another one, nothing lost or told twice, ${RUNS} times`,
    async () => {
      const cluster = await clusterWith({ SESSION_LOCK_TIMEOUT_SECONDS: '5' });
      let healing: { readonly instance: ClusterInstance | null; readonly done: Promise<void> };
      healing = { instance: null, done: Promise.resolve() };
      for (let run = 0; run < RUNS; run += 1) {
        const { connect, kill } = CASES[run % CASES.length]!;
        const [first, second] = cluster.instances.filter((instance) => instance !== healing.instance).slice(-2);
        await failOver({ cluster, run, connect, first: first!, second: second!, kill });
        if (!kill) continue;
        await healing.done;
        healing = { instance: first!, done: first!.restart() };
      }
      await healing.done;
    },
    120_000 + RUNS * 15_000,
  );

  it('waits no longer than 20 s when a lease of the usual length has to run out', async () => {
    const cluster = await clusterWith({});
    const [first, second] = cluster.instances;
    await failOver({ cluster, run: 0, connect: connectBySocket, first: first!, second: second!, kill: true });
  }, 120_000);
});

/** A customer hears the beginning of an answer from `first`, loses it, and goes on elsewhere. */
async function failOver(options: {
  readonly cluster: Cluster;
  readonly run: number;
  readonly connect: Case['connect'];
  readonly first: ClusterInstance;
  readonly second: ClusterInstance;
  readonly kill: boolean;
}): Promise<void> {
  const { cluster, run, connect, first, second, kill } = options;
  const customer = await newCustomer(cluster.url);
  const marker = markerOf(`run${run}`);
  const body = { message: `What is your refund policy? ${marker}`, clientMessageId: `${marker}-1` };
  const { events } = customer;

  const connection = await connect(first.url, customer);
  connection.send(body);
  await until(() => events.filter(({ type }) => type === 'text').length >= 3);
  if (kill) await first.kill('SIGKILL');
  connection.close();
  const heardUntil = events.length;
  const at = [performance.now()];
  expect(events.some(({ type }) => type === 'complete')).toBe(false);

  // Somebody else serves: whoever nginx finds, or an instance that the turn does not run on.
  const next = await connect(kill ? cluster.url : second.url, customer);
  customer.onEvent = (): void => void at.push(performance.now());
  await until(() => events.some(({ type }) => type === 'complete' || type === 'error'), SILENCE_MS + 10_000);
  expect(events.length).toBeGreaterThan(heardUntil);
  const failed = events.find((event) => event.type === 'error');
  if (failed) {
    expect([kill, failed.error.retryable, failed.error.code]).toEqual([true, true, expect.stringMatching(/^[a-z_]+$/)]);
    next.send(body);
    await until(() => events.some(({ type }) => type === 'complete'), SILENCE_MS + 10_000);
  }
  next.close();

  const { findings } = checkTurns({
    logs: [
      {
        ...{ sessionId: customer.sessionId, kind: 'client', marker, answers: [] },
        acknowledged: [{ clientMessageId: body.clientMessageId, attempts: 1 }],
        views: [{ name: 'client', after: 0, events }],
        history: await historyOf(cluster.url, customer),
        waits: [{ clientMessageId: body.clientMessageId, at }],
      },
    ],
    longestSilenceMs: SILENCE_MS,
  });
  expect(findings).toEqual([]);
  const [reply] = completed(events);
  expect(reply).toContain(`piece ${PIECES} for ${marker}`);
}

async function newCustomer(url: string): Promise<Customer> {
  const created = await new ApiClient(url).post<{ session: { sessionId: string }; token: string }>(
    '/api/v1/sessions',
    {},
  );
  expect(created.status).toBe(201);
  const { session, token } = created.body;
  return { sessionId: session.sessionId, token, events: [], onEvent: () => undefined };
}

async function historyOf(url: string, { sessionId, token }: Customer): Promise<readonly ChatMessage[]> {
  const path = `/api/v1/chat/${sessionId}/messages?limit=200`;
  return (await new ApiClient(url).get<{ data: ChatMessage[] }>(path, { token })).body.data;
}

function completed(events: readonly SessionEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'complete' ? [event.response.message] : []));
}
