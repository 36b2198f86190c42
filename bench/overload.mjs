// What happens when three times as many messages come as can be answered. See docs/load-bench.md.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startPostgres } from '../test/support/postgres-server.mjs';
import { startRedis } from '../test/support/redis-server.mjs';
import { loadDocuments, openSessions, startDesk } from './desk.mjs';
import { helpDocuments, questions } from './help-text.mjs';
import { chart } from './overload/chart.mjs';
import { figuresOf, secondsUntil, slicesOf } from './overload/figures.mjs';
import { report, verdicts } from './overload/report.mjs';
import { residentMegabytes, watchProcess } from './overload/watch-process.mjs';
import { withSection } from './session/results-section.mjs';

const PAGE = 'docs/load-bench.md';
const CHART = 'docs/load-bench.svg';
/** Customers of the closed loop that finds out what the desk can do. */
const IN_FLIGHT = 32;
/** Share of it that counts as hardly any load. */
const UNLOADED = 0.25;
const TIMES = 3;
const SESSIONS = 1000;

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    'phase-seconds': { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
  },
});
const seconds = Number(options.seconds);
const phaseSeconds = Number(options['phase-seconds']);

/** One phase: load of one kind, and what the desk used meanwhile. */
async function phase({ load, desk, targets }, job) {
  const watch = watchProcess(desk.pid);
  load.send({ url: desk.url, targets, messages: questions(), ...job });
  const [results] = await once(load, 'message');
  return { results, ...watch.stop(), seconds: job.seconds, ...figuresOf(results, job.seconds) };
}

async function measure(parts) {
  await phase(parts, { inFlight: IN_FLIGHT, seconds: phaseSeconds / 2 });
  const full = await phase(parts, { inFlight: IN_FLIGHT, seconds: phaseSeconds });
  await sleep(1000);
  const unloaded = await phase(parts, { perSecond: full.perSecond * UNLOADED, seconds: phaseSeconds });
  const before = residentMegabytes(parts.desk.pid);
  const over = await phase(parts, { perSecond: full.perSecond * TIMES, seconds });
  const after = await phase(parts, { inFlight: IN_FLIGHT, seconds: phaseSeconds });
  await sleep(5000);
  return {
    ...{ full, unloaded, over, after },
    times: TIMES,
    slices: slicesOf(over.results, seconds, 1000),
    recoveredAfter: secondsUntil(full.perSecond * 0.9, after.results, phaseSeconds),
    memory: { before, after: residentMegabytes(parts.desk.pid) },
  };
}

const folder = mkdtempSync(join(tmpdir(), 'frontdesk-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const postgres = await startPostgres({});
const redis = await startRedis({});
const load = fork(new URL('./overload/arrivals.mjs', import.meta.url));
try {
  const desk = await startDesk({ kind: 'postgres', url: postgres.url(), poolSize: 10 }, folder, {
    SESSION_STORE_TYPE: 'redis',
    REDIS_URL: redis.url,
    // All customers of this bench have one address.
    RATE_LIMIT_ENABLED: 'false',
    LOG_LEVEL: 'error',
  });
  try {
    await loadDocuments(desk, helpDocuments());
    const targets = await openSessions(desk, SESSIONS);
    const measured = await measure({ load, desk, targets });
    const text = report(measured);
    console.log(text);
    if (options.write) {
      await writeFile(PAGE, await withSection(PAGE, text));
      await writeFile(CHART, chart(measured));
    }
    if (verdicts(measured).some(({ isMet }) => !isMet)) process.exitCode = 1;
  } finally {
    await desk.stop();
  }
} finally {
  load.kill();
  await redis.stop();
  await postgres.stop();
}
