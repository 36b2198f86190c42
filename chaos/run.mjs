// Faults on purpose, and whether every promise held: of the session store (docs/session-chaos.md), of a cluster that is talked to
// (`turns`, docs/turn-chaos.md), and of one whose instances are replaced (`rolling`, docs/rolling-restarts.md).
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Checks } from './lib/checks.mjs';
import { Random } from './lib/random.mjs';
import { withResults } from './lib/results.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: '1' },
    ops: { type: 'string' },
    messages: { type: 'string', default: '10000' },
    sessions: { type: 'string', default: '100' },
    instances: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '20' },
    logs: { type: 'string' },
    rounds: { type: 'string', default: '50' },
    old: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

/** A scenario of the session store that takes longer hangs. */
const LONGEST_MS = 240_000;
/** One round of `rolling`: two stops and starts on a machine that is busy. */
const ROUND_MS = 60_000;
/** Another version is installed and built first. */
const BUILD_MS = 900_000;
/** What a cluster needs around the time in which it is talked to. */
const AROUND_MS = 300_000;

const NAMES = [
  'saboteur',
  'kill-redis',
  'lost-replies',
  'black-hole',
  'frozen-holder',
  'script-flush',
  'memory-full',
  'client-kill',
  'delete-race',
  'key-rotation',
];
const named = [...options.only, ...positionals];
const OF_CLUSTERS = {
  turns: { page: 'docs/turn-chaos.md', longestMs: Number(options.minutes) * 60_000 + AROUND_MS },
  rolling: {
    page: 'docs/rolling-restarts.md',
    longestMs: Number(options.rounds) * ROUND_MS + AROUND_MS + (options.old === undefined ? 0 : BUILD_MS),
  },
};
const unknown = named.filter((name) => !(name in OF_CLUSTERS) && !NAMES.includes(name));
if (unknown.length > 0) {
  throw new Error(`no scenario ${unknown.join(', ')}; there are ${[...NAMES, ...Object.keys(OF_CLUSTERS)].join(', ')}`);
}
const alone = named.find((name) => name in OF_CLUSTERS);
if (alone && named.length > 1) throw new Error(`${alone} runs alone`);
const chosen = alone ? [alone] : NAMES.filter((name) => named.length === 0 || named.includes(name));
const { page, longestMs } = OF_CLUSTERS[alone] ?? {
  page: 'docs/session-chaos.md',
  longestMs: chosen.length * LONGEST_MS,
};
const seed = Number(options.seed);

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const watch = setTimeout(() => {
  console.error(`FAILED: it took longer than ${longestMs / 1000} s`);
  process.exit(1);
}, longestMs);

/** About a hundred requests a second on two cores. */
const ROLLING_CLIENTS = { once: 10, sockets: 6, streams: 6 };

const lines = [];
let failed = 0;
for (const name of chosen) {
  const scenario = await import(`./scenarios/${name}.mjs`);
  const checks = new Checks();
  const start = performance.now();
  try {
    await scenario.run({ ...loadOf(scenario), random: new Random(seed).fork(name), checks });
  } catch (error) {
    checks.failures.push(error.stack ?? String(error));
  }
  if (checks.failures.length > 0) failed += 1;
  lines.push(checks.verdict(name, (performance.now() - start) / 1000));
  console.log(lines.at(-1));
}
console.log(`seed ${seed}: ${failed === 0 ? 'ok' : 'failed'}`);
clearTimeout(watch);
if (options.write) await writeFile(page, await withResults(page, seed, lines));
process.exit(failed > 0 ? 1 : 0);

/** How much a scenario does. */
function loadOf(scenario) {
  if (alone === 'rolling') {
    const onProgress = (round) => console.error(`round ${round} of ${options.rounds}`);
    return { rounds: above0('rounds'), old: options.old, clients: ROLLING_CLIENTS, onProgress };
  }
  if (!alone) return { ops: options.ops === undefined ? scenario.defaultOps : Number(options.ops) };
  const [messages, sessions, instances, minutes] = ['messages', 'sessions', 'instances', 'minutes'].map(above0);
  console.log(`seed ${seed}: ${messages} messages of ${sessions} sessions to ${instances} instances`);
  const onProgress = (done) => {
    if (done % 500 === 0) console.error(`${done} of ${messages} answered`);
  };
  return { messages, sessions, instances, minutes, logsFolder: options.logs, onProgress };
}

function above0(option) {
  const number = Number(options[option]);
  if (!(number > 0)) throw new Error(`--${option} is a number above 0`);
  return number;
}
