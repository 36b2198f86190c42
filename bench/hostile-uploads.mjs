// Whether customers notice that somebody uploads files made to harm: their turns with and without, in turns. See bench/README.md.
import { registerHooks } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '../test/support/postgres-server.mjs';
import { loadDocuments, openSessions, startDesk } from './desk.mjs';
import { helpDocuments, questions } from './help-text.mjs';

// The generators of the tests are TypeScript, which Node runs by stripping types; it does not find './x.ts' by './x.js'.
registerHooks({
  resolve: (specifier, context, next) =>
    next(
      context.parentURL?.includes('/test/support/') ? specifier.replace(/^(\..*)\.js$/, '$1.ts') : specifier,
      context,
    ),
});
const { hostileFiles } = await import('../test/support/hostile-files.ts');

const CUSTOMERS = 6;
const THINKING_MS = 120;
const ROUND_MS = 12_000;
const ROUNDS = 3;

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const sessionOf = ({ path }) => path.split('/')[4];

async function turns(desk, targets, until) {
  const messages = questions();
  const latencies = [];
  await Promise.all(
    targets.map(async ({ path, headers }, customer) => {
      for (let turn = customer; performance.now() < until; turn += CUSTOMERS) {
        const started = performance.now();
        const body = JSON.stringify({ message: messages[turn % messages.length] });
        const answer = await fetch(desk.url + path, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body,
        });
        if (!answer.ok) throw new Error(`a turn failed: ${answer.status}`);
        await answer.arrayBuffer();
        latencies.push(performance.now() - started);
        await sleep(THINKING_MS);
      }
    }),
  );
  return latencies;
}

async function uploads(desk, attacker, files, until) {
  const codes = {};
  let slowest = 0;
  for (let index = 0; performance.now() < until; index++) {
    const { filename, bytes } = files[index % files.length];
    const form = new FormData();
    form.set('sessionId', sessionOf(attacker));
    form.set('file', new Blob([bytes]), filename);
    const started = performance.now();
    const answer = await fetch(`${desk.url}/api/v1/attachments`, {
      method: 'POST',
      headers: attacker.headers,
      body: form,
    });
    const { code = 'taken' } = await answer.json();
    slowest = Math.max(slowest, performance.now() - started);
    codes[code] = (codes[code] ?? 0) + 1;
  }
  return { codes, slowest };
}

const home = mkdtempSync(join(tmpdir(), 'frontdesk-bench-'));
const postgres = await startPostgres({});
let desk;
try {
  desk = await startDesk({ kind: 'postgres', url: postgres.url(), poolSize: 10 }, join(home, 'data'), {
    LOG_LEVEL: 'error',
  });
  await loadDocuments(desk, helpDocuments());
  const [attacker, ...targets] = await openSessions(desk, CUSTOMERS + 1);
  const files = hostileFiles.map(({ filename, make }) => ({ filename, bytes: make() }));
  await turns(desk, targets, performance.now() + 3_000);
  const quiet = [];
  const attacked = [];
  const refused = {};
  let slowest = 0;
  for (let round = 0; round < ROUNDS; round++) {
    quiet.push(...(await turns(desk, targets, performance.now() + ROUND_MS)));
    const until = performance.now() + ROUND_MS;
    const [latencies, attack] = await Promise.all([turns(desk, targets, until), uploads(desk, attacker, files, until)]);
    attacked.push(...latencies);
    slowest = Math.max(slowest, attack.slowest);
    for (const [code, count] of Object.entries(attack.codes)) refused[code] = (refused[code] ?? 0) + count;
  }
  const row = (name, latencies) => {
    const sorted = latencies.toSorted((a, b) => a - b);
    return { turns: name, count: sorted.length, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
  };
  const rows = [row('quiet', quiet), row('beside hostile uploads', attacked)];
  console.table(rows.map(({ p50, p99, ...rest }) => ({ ...rest, 'p50 ms': p50.toFixed(1), 'p99 ms': p99.toFixed(1) })));
  console.log(`p99 with uploads is ${(rows[1].p99 / rows[0].p99).toFixed(2)} times the quiet one.`);
  console.log(`Uploads: ${JSON.stringify(refused)}, the slowest answered after ${(slowest / 1000).toFixed(2)} s.`);
} finally {
  await desk?.stop();
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
}
