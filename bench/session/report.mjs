import { built } from './product.mjs';
import { OUT_OF } from './experiments.mjs';
import { machine } from './results-section.mjs';
import { cellKey, IN_FLIGHT, OPS } from './speed.mjs';

const { markdownTable } = await built('cli/markdown-table.js');

const RAW = 'raw ioredis, Lua HINCRBY on a hash';

/** The targets of the session store at 10 in flight. */
const TARGETS = [
  { text: 'plain get : raw increment', least: 0.58, of: (at) => at('ours, plain', 'get') / at(RAW, 'increment') },
  {
    text: 'plain increment : raw increment',
    least: 0.58,
    of: (at) => at('ours, plain', 'increment') / at(RAW, 'increment'),
  },
  {
    text: 'encrypted get : raw increment',
    least: 0.4,
    of: (at) => at('ours, encrypted', 'get') / at(RAW, 'increment'),
  },
  {
    text: 'encrypted increment : raw increment',
    least: 0.4,
    of: (at) => at('ours, encrypted', 'increment') / at(RAW, 'increment'),
  },
  {
    text: 'bounded L1 hit : plain get over Redis',
    least: 20,
    of: (at) => at('ours, L1 bounded 1 s', 'get') / at('ours, plain', 'get'),
  },
  {
    text: 'increments in memory, a second',
    least: 900_000,
    of: (at) => at('ours, in memory (one process)', 'increment'),
  },
];

/** The whole result as Markdown. */
export function report({ contestants, speed, correctness, counting, timing }) {
  const at = (name, op, inFlight = 10) => speed.get(cellKey(name, op, inFlight))?.perSecond ?? NaN;
  const method = `median of ${timing.repeats} x ${timing.measureMs / 1000} s a cell`;
  return [
    `${machine()}, ${method}.`,
    ...Object.keys(OPS).map((op) => `**${op}**\n\n${speedTable(contestants, speed, correctness, op, at)}`),
    `**Counting sessions**, ms a count\n\n${countingTable(counting)}`,
    `**Targets** at 10 in flight\n\n${targetTable(at)}`,
  ].join('\n\n');
}

function speedTable(contestants, speed, correctness, op, at) {
  const head = ['store'];
  for (const inFlight of IN_FLIGHT) head.push(`op/s at ${inFlight}`, 'p50 ms', 'p99 ms');
  head.push('round trips', ': raw increment', ...CORRECTNESS.map(({ head: text }) => text));
  const measured = contestants.filter(({ name }) => speed.has(cellKey(name, op, 10)));
  const rows = measured.map(({ name }) => {
    const row = [name];
    for (const inFlight of IN_FLIGHT) {
      const { perSecond, p50, p99 } = speed.get(cellKey(name, op, inFlight));
      row.push(Math.round(perSecond).toLocaleString('en'), duration(p50), duration(p99));
    }
    const ratio = at(name, op) / at(RAW, 'increment');
    row.push(speed.get(cellKey(name, op, 10)).roundTrips.toFixed(2), ratio.toFixed(2));
    const found = correctness.get(name);
    row.push(...CORRECTNESS.map(({ figure }) => String(found[figure])));
    return row;
  });
  return markdownTable([head, ...rows], 1);
}

const CORRECTNESS = [
  { figure: 'lostUpdates', head: `lost updates of ${OUT_OF.lostUpdates}` },
  { figure: 'lostCounts', head: `lost counts of ${OUT_OF.lostCounts}` },
  { figure: 'doubleCounts', head: `double counts of ${OUT_OF.doubleCounts}` },
  { figure: 'resurrected', head: `resurrected of ${OUT_OF.resurrected}` },
  { figure: 'staleReads', head: `stale reads of ${OUT_OF.staleReads}` },
];

const duration = (ms) => (ms < 0.01 ? ms.toFixed(4) : ms.toFixed(2));

function countingTable(rows) {
  const head = ['sessions', 'ours, countActive', 'connect-redis, length'];
  const cells = rows.map(({ sessions, ours, scan }) => [
    sessions.toLocaleString('en'),
    ours.toFixed(2),
    scan.toFixed(2),
  ]);
  return markdownTable([head, ...cells], 1);
}

function targetTable(at) {
  const rows = TARGETS.map(({ text, least, of }) => {
    const found = of(at);
    const shown = least > 1000 ? Math.round(found).toLocaleString('en') : found.toFixed(2);
    return [text, least.toLocaleString('en'), shown, found >= least ? 'met' : 'missed'];
  });
  return markdownTable([['what', 'at least', 'measured', ''], ...rows], 1);
}
