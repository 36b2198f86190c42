import { built } from '../session/product.mjs';
import { machine } from '../session/results-section.mjs';
import { mean } from './figures.mjs';

const { markdownTable } = await built('cli/markdown-table.js');

const whole = (number) => String(Math.round(number));
const ms = (figure) => (Number.isNaN(figure) ? '-' : figure.toFixed(1));
const others = (phase) =>
  Object.entries(phase.others)
    .map(([status, count]) => `${count} x ${status}`)
    .join(', ') || '0';

/** Mean memory in a third of the time under load, in MB. */
function third({ over }, n) {
  const size = Math.floor(over.memory.length / 3);
  return mean(over.memory.slice(n * size, (n + 1) * size).map(({ megabytes }) => megabytes));
}

/** What a refusal costs, as a share of what a turn costs: the processor time that turns at full speed do not explain. */
function costOfRefusal({ full, over }) {
  const ofTurn = full.processorSeconds / full.answered;
  return (over.processorSeconds - over.answered * ofTurn) / over.refused / ofTurn;
}

/** What the desk has promised, and whether it kept it. */
export function verdicts(measured) {
  const { full, unloaded, over, after, recoveredAfter, memory } = measured;
  const ratio = over.p99 / unloaded.p99;
  const [first, last] = [third(measured, 0), third(measured, 2)];
  const wrong = [full, unloaded, over, after].map(others).filter((text) => text !== '0');
  return [
    {
      what: 'p99 of accepted turns, times that of the unloaded desk',
      bound: '<= 2',
      is: ratio.toFixed(2),
      isMet: ratio <= 2,
    },
    {
      what: 'answers that were neither a turn nor 429 or 503 with `Retry-After`',
      bound: '0',
      is: wrong.join(', ') || '0',
      isMet: wrong.length === 0,
    },
    {
      what: 'memory in the last third of the load, times that in the first',
      bound: '<= 1.10',
      is: (last / first).toFixed(2),
      isMet: last / first <= 1.1,
    },
    {
      what: 'memory after it, times that in its last third',
      bound: '<= 1.10',
      is: (memory.after / last).toFixed(2),
      isMet: memory.after / last <= 1.1,
    },
    {
      what: 'at full speed again (90 % of it) after, s',
      bound: '<= 5',
      is: String(recoveredAfter),
      isMet: recoveredAfter <= 5,
    },
  ];
}

const COLUMNS = [
  '',
  'arriving/s',
  'answered/s',
  'refused/s',
  'p50 ms',
  'p99 ms',
  'refused p99 ms',
  'anything else',
  'processors',
  'memory MB',
];

function row(name, phase) {
  const { sent, perSecond, refused, seconds, p50, p99, refusedP99, memory } = phase;
  const most = Math.max(...memory.map(({ megabytes }) => megabytes));
  return [
    name,
    whole(sent / seconds),
    whole(perSecond),
    whole(refused / seconds),
    ms(p50),
    ms(p99),
    ms(refusedP99),
    others(phase),
    (phase.processorSeconds / seconds).toFixed(2),
    whole(most),
  ];
}

/** The whole result as Markdown. */
export function report(measured) {
  const { full, unloaded, over, after, times } = measured;
  const rows = [
    row(`full speed, ${full.seconds} s`, full),
    row(`hardly any load, ${unloaded.seconds} s`, unloaded),
    row(`${times} times full speed, ${over.seconds} s`, over),
    row(`full speed again, ${after.seconds} s`, after),
  ];
  const promises = verdicts(measured).map(({ what, bound, is, isMet }) => [what, bound, is, isMet ? 'yes' : 'NO']);
  return [
    `${machine()}; desk, Postgres, Redis and the load share them.`,
    markdownTable([COLUMNS, ...rows], 1),
    markdownTable([['', 'bound', 'measured', 'kept'], ...promises], 1),
    `A refusal costs ${(costOfRefusal(measured) * 100).toFixed(0)} % of the processor time of a turn.`,
    '![Messages answered and refused, times and memory, second by second](load-bench.svg)',
  ].join('\n\n');
}
