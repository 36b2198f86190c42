// Faults on purpose, and whether every promise of the session store held. See docs/session-chaos.md.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Checks } from './lib/checks.mjs';
import { Random } from './lib/random.mjs';
import { withResults } from './lib/results.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: '1' },
    ops: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

/** A scenario that takes longer hangs. */
const LONGEST_MS = 240_000;

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
const unknown = options.only.filter((name) => !NAMES.includes(name));
if (unknown.length > 0) throw new Error(`no scenario ${unknown.join(', ')}; there are ${NAMES.join(', ')}`);
const seed = Number(options.seed);
const chosen = NAMES.filter((name) => options.only.length === 0 || options.only.includes(name));

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const watch = setTimeout(() => {
  console.error(`FAILED: the scenarios took longer than ${(chosen.length * LONGEST_MS) / 1000} s`);
  process.exit(1);
}, chosen.length * LONGEST_MS);

const lines = [];
let failed = 0;
for (const name of chosen) {
  const scenario = await import(`./scenarios/${name}.mjs`);
  const checks = new Checks();
  const start = performance.now();
  const ops = options.ops === undefined ? scenario.defaultOps : Number(options.ops);
  try {
    await scenario.run({ ops, random: new Random(seed).fork(name), checks });
  } catch (error) {
    checks.failures.push(error.stack ?? String(error));
  }
  if (checks.failures.length > 0) failed += 1;
  lines.push(checks.verdict(name, (performance.now() - start) / 1000));
  console.log(lines.at(-1));
}
clearTimeout(watch);
if (options.write) await writeFile('docs/session-chaos.md', await withResults('docs/session-chaos.md', seed, lines));
process.exitCode = failed > 0 ? 1 : 0;
