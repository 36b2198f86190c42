// How many complete turns a second, beside a Nest route that only inserts one row. See bench/README.md.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../test/support/postgres-server.mjs';
import { countStatements, loadDocuments, openSessions, shareAnswered, startDesk } from './desk.mjs';
import { helpDocuments, questions } from './help-text.mjs';
import { freePort, startServer } from './server-process.mjs';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    'warm-up': { type: 'string', default: '3' },
    home: { type: 'string' },
  },
});
const measureMs = Number(options.seconds) * 1000;
const warmUpMs = Number(options['warm-up']) * 1000;
const IN_FLIGHT = [1, 10, 50];
const SESSIONS = 500;

const load = async (job) => {
  const child = fork(new URL('./load.mjs', import.meta.url));
  child.send({ ...job, messages: questions(), warmUpMs, measureMs });
  const [result] = await once(child, 'message');
  if (!(result.perSecond > 0)) throw new Error('no request was answered in the measured time');
  // A turn that lost a tool answers at once and says little: that is no turn to count.
  const failed = Object.entries(result.failures);
  if (failed.length > 0)
    throw new Error(`requests failed: ${failed.map(([status, n]) => `${n} x ${status}`).join(', ')}`);
  return result;
};

async function measureTurns(location, dataDir) {
  const desk = await startDesk(location, dataDir);
  try {
    const chunks = await loadDocuments(desk, helpDocuments());
    const [probe, ...targets] = await openSessions(desk, SESSIONS + 1);
    const answered = await shareAnswered(
      desk,
      probe,
      questions().filter((_, index) => index % 50 === 0),
    );
    const cells = [];
    for (const inFlight of IN_FLIGHT) {
      const before = await countStatements(desk);
      const result = await load({ url: desk.url, targets, expected: '"degraded":[]', inFlight });
      cells.push({ ...result, statements: ((await countStatements(desk)) - before) / result.sent });
    }
    return { chunks, answered, cells };
  } finally {
    await desk.stop();
  }
}

async function measureBare(location) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer(['bench/bare-insert-app.mjs', JSON.stringify({ location, port })], {}, url);
  try {
    const targets = Array.from({ length: SESSIONS }, () => ({ path: '/messages', headers: {} }));
    const cells = [];
    for (const inFlight of IN_FLIGHT) cells.push(await load({ url, targets, inFlight }));
    return cells;
  } finally {
    await server.stop();
  }
}

function printTable(homes) {
  const [cpu] = cpus();
  const columns =
    'home | in flight | turns/s | p50 ms | p99 ms | SQL/turn | bare inserts/s | p50 ms | p99 ms | turns : inserts';
  console.log(
    `${availableParallelism()} x ${cpu?.model ?? 'unknown'}, Node ${process.version}, ${options.seconds} s a cell\n`,
  );
  console.log(
    `| ${columns} |\n| ${columns
      .split('|')
      .map((_, index) => (index === 0 ? '---' : '---:'))
      .join(' | ')} |`,
  );
  for (const { name, turns, bare } of homes) {
    turns.cells.forEach((turn, index) => {
      const row = bare[index];
      const ratio = turn.perSecond / row.perSecond;
      const figures = [turn.perSecond, turn.p50, turn.p99].map((figure) => figure.toFixed(1));
      const bareFigures = [row.perSecond, row.p50, row.p99].map((figure) => figure.toFixed(1));
      const cells = [
        name,
        IN_FLIGHT[index],
        ...figures,
        turn.statements.toFixed(2),
        ...bareFigures,
        `1 : ${(1 / ratio).toFixed(1)}`,
      ];
      console.log(`| ${cells.join(' | ')} |`);
    });
  }
  for (const { name, turns } of homes) {
    console.log(
      `\n${name}: ${turns.chunks} chunks, ${(turns.answered * 100).toFixed(0)} % of the probed questions answered with sources`,
    );
  }
}

const folder = mkdtempSync(join(tmpdir(), 'frontdesk-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const postgres = await startPostgres({});
try {
  const admin = await import('pg').then(({ default: { Client } }) => new Client({ connectionString: postgres.url() }));
  await admin.connect();
  await admin.query('CREATE DATABASE desk');
  await admin.query('CREATE DATABASE bare');
  await admin.end();
  const server = (name) => ({ kind: 'postgres', url: postgres.url(name), poolSize: 10 });
  const embedded = (name) => ({ kind: 'embedded', dataDir: join(folder, name) });
  const homes = [
    { name: 'embedded', at: embedded, dataDir: join(folder, 'desk') },
    { name: 'Postgres', at: server, dataDir: join(folder, 'files') },
  ].filter(({ name }) => !options.home || name.toLowerCase() === options.home.toLowerCase());
  const measured = [];
  for (const { name, at, dataDir } of homes) {
    measured.push({ name, turns: await measureTurns(at('desk'), dataDir), bare: await measureBare(at('bare')) });
  }
  printTable(measured);
} finally {
  await postgres.stop();
}
