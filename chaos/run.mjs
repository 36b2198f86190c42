// Faults on purpose, and whether every promise held: of the session store (docs/session-chaos.md), and of a cluster that is talked
// to (`turns`, docs/turn-chaos.md).
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
    write: { type: 'boolean', default: false },
  },
});

/** A scenario of the session store that takes longer hangs. */
const LONGEST_MS = 240_000;
/** What `turns` needs around the minutes in which it sends. */
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
const unknown = named.filter((name) => name !== 'turns' && !NAMES.includes(name));
if (unknown.length > 0) throw new Error(`no scenario ${unknown.join(', ')}; there are ${NAMES.join(', ')} and turns`);
const turns = named.includes('turns');
if (turns && named.length > 1) throw new Error('turns runs alone');
const chosen = turns ? ['turns'] : NAMES.filter((name) => named.length === 0 || named.includes(name));
const page = turns ? 'docs/turn-chaos.md' : 'docs/session-chaos.md';
const seed = Number(options.seed);
const longestMs = turns ? Number(options.minutes) * 60_000 + AROUND_MS : chosen.length * LONGEST_MS;

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const watch = setTimeout(() => {
  console.error(`FAILED: it took longer than ${longestMs / 1000} s`);
  process.exit(1);
}, longestMs);

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
  if (!turns) return { ops: options.ops === undefined ? scenario.defaultOps : Number(options.ops) };
  const [messages, sessions, instances, minutes] = ['messages', 'sessions', 'instances', 'minutes'].map((option) => {
    const number = Number(options[option]);
    if (!(number > 0)) throw new Error(`--${option} is a number above 0`);
    return number;
  });
  console.log(`seed ${seed}: ${messages} messages of ${sessions} sessions to ${instances} instances`);
  const onProgress = (done) => {
    if (done % 500 === 0) console.error(`${done} of ${messages} answered`);
  };
  return { messages, sessions, instances, minutes, logsFolder: options.logs, onProgress };
}
