import { setTimeout as sleep } from 'node:timers/promises';
import { start } from '../../cluster/lib/cluster.mjs';
import { secretsOf } from '../../cluster/lib/secrets.mjs';
import { startPostgres } from '../../test/support/postgres-server.mjs';
import { WIDE_LIMITS } from '../../test/support/wide-limits.mjs';
import { buildVersion, THIS_VERSION } from '../rolling/built-version.mjs';
import { Load } from '../rolling/load.mjs';
import { migrate } from '../rolling/migrate.mjs';
import { requestsOf } from '../rolling/nginx-log.mjs';
import { nothingSeen, stopAndStart } from '../rolling/stop-and-start.mjs';
import { startEchoModel } from '../turns/echo-model.mjs';

export const name = 'rolling';

/** How many of what was found are shown. */
const SHOWN = 20;
/** An instance serves for this long before the other one is stopped. */
const BETWEEN_MS = 500;
/** Both versions serve for this long, and before and after it one of them. */
const PHASE_MS = 10_000;
/** What nginx had sent to an instance before it was taken out is answered within this time. */
const LAST_REQUESTS_MS = 3_000;
/** What `SHUTDOWN_GRACE_SECONDS` says, and what closing may take. */
const MOST_STOP_MS = 20_000;

/** A socket sends as fast as it is answered, and everything at once when it resumes. */
const LIMITS = { SOCKET_EVENTS_PER_MINUTE: '100000' };

/**
 * Two instances behind nginx are stopped by SIGTERM and started again, one after the other, `rounds` times, under load; with `old` they
 * are of that version first, and the schema is migrated while they serve.
 */
export async function run({ rounds, clients, old, checks, databaseUrl, onProgress = () => undefined }) {
  const model = await startEchoModel();
  const opened = [() => model.stop()];
  try {
    const before = old === undefined ? undefined : buildVersion(old);
    if (before) opened.push(before.remove);
    const database = databaseUrl ?? (await newDatabase(opened));
    const settings = {
      ...secretsOf(null),
      ...model.env,
      ENVIRONMENT: 'production',
      SAMPLE_KNOWLEDGE: 'true',
      LOG_LEVEL: 'warn',
      ...LIMITS,
    };
    const version = before?.folder;
    await migrate(version ?? THIS_VERSION, { ...settings, DATABASE_URL: database });
    const cluster = await start({ instances: 2, env: settings, databaseUrl: database, version });
    opened.push(() => cluster.stop());
    const load = new Load(cluster.url, clients);
    await load.start();
    const seen = nothingSeen();
    if (before) await replace(cluster, load, { ...cluster.env, ...WIDE_LIMITS }, checks);
    const failedBefore = (await requestsOf(cluster)).failed.length;
    for (let round = 1; round <= rounds; round += 1) {
      for (const instance of cluster.instances) {
        await sleep(BETWEEN_MS);
        await stopAndStart(instance, seen);
      }
      onProgress(round);
    }
    await sleep(BETWEEN_MS);
    judge({ seen, result: await load.stop(), requests: await requestsOf(cluster), failedBefore }, checks);
  } finally {
    for (let close = opened.pop(); close; close = opened.pop()) await close();
  }
}

async function newDatabase(opened) {
  const postgres = await startPostgres({});
  opened.push(() => postgres.stop());
  return postgres.url();
}

/**
 * From old instances alone to new ones alone, with both in between. An old version may not know how to end without failing requests, so
 * nginx is told first, as docs/upgrades.md says; what a reload of nginx itself cuts is told and not judged.
 */
async function replace(cluster, load, env, checks) {
  const [first, second] = cluster.instances;
  const seen = nothingSeen();
  const phase = async (title, act, serveMs = PHASE_MS) => {
    const from = (await requestsOf(cluster)).failed.length;
    await act();
    await sleep(serveMs);
    const byClients = load.takeFailures();
    return { title, failures: [...(await requestsOf(cluster)).failed.slice(from), ...byClients] };
  };
  const judged = async (...args) => {
    const { title, failures } = await phase(...args);
    checks.equal(`failed with ${title}`, failures.length, 0);
    checks.failures.push(...failures.slice(0, SHOWN));
  };
  const renew = async (instance) => {
    const taken = await phase('', () => cluster.takeOut(instance), LAST_REQUESTS_MS);
    checks.note('failed while nginx takes an old one out', taken.failures.length);
    await judged('an old one ended that nginx knows as down', () => instance.kill('SIGTERM'), 0);
    await instance.use(THIS_VERSION, env);
    await instance.restart();
    const back = await phase('', () => cluster.takeOut(null), 0);
    checks.note('failed while nginx takes a new one in', back.failures.length);
    await judged('a new one beside it', () => undefined);
  };
  await judged('old ones alone', () => undefined);
  await judged('old ones and the new schema', async () => checks.note('migrations', await migrate(THIS_VERSION, env)));
  await renew(first);
  await judged('one of each, the new one restarted', () => stopAndStart(first, seen));
  await renew(second);
  checks.equal('bad ends of new ones', seen.badEnds.length, 0);
}

function judge({ seen, result, requests, failedBefore }, checks) {
  const { findings, counts, failures, slowestMs } = result;
  checks.note('restarts', seen.restarts);
  checks.note('requests', requests.total);
  checks.equal('failed requests', requests.failed.length - failedBefore, 0);
  for (const [what, count] of Object.entries(result.requests)) checks.note(`${what} asked for once`, count);
  checks.equal('not answered', failures.length, 0);
  checks.note('acknowledged messages', counts.acknowledged);
  checks.equal('stored', counts.stored, counts.acknowledged);
  checks.equal('answered', counts.answered, counts.acknowledged);
  checks.note('sent again by sockets', counts.sentAgain);
  checks.note('events', counts.events);
  checks.equal('findings', findings.length, 0);
  checks.equal('ends other than 0', seen.badEnds.length, 0);
  checks.atMost('slowest stop ms', seen.slowestStopMs, MOST_STOP_MS);
  checks.note('slowest start ms', seen.slowestStartMs);
  checks.note('slowest request ms', slowestMs);
  const shown = findings.slice(0, SHOWN).map(({ rule, sessionId, detail }) => `${rule} in ${sessionId}: ${detail}`);
  const failed = requests.failed.slice(failedBefore, failedBefore + SHOWN);
  checks.failures.push(...seen.badEnds, ...failed, ...failures.slice(0, SHOWN), ...shown);
}
