import { built } from '../session/product.mjs';
import { machine } from '../session/results-section.mjs';

const { markdownTable } = await built('cli/markdown-table.js');

const kB = (bytes) => (bytes / 1024).toFixed(1);
/** Null: there was nothing to be measured. */
const ms = (figure) => figure?.toFixed(1) ?? '-';
const seconds = (figure) => (figure / 1000).toFixed(2);
const failed = ({ failures }) =>
  Object.entries(failures)
    .map(([reason, count]) => `${count} x ${reason}`)
    .join(', ') || '0';

/** The figures, one line each. */
const LINES = [
  ['sockets that were opened', ({ opened }) => opened.connected],
  ['opened in, s', ({ opened }) => seconds(opened.ms)],
  ['heap and buffers of an idle socket, kB', ({ memory }) => kB(memory.socket)],
  ['resident memory of its customer, kB', ({ memory }) => kB(memory.customer)],
  ['messages sent', ({ sent }) => sent.sent],
  ['acknowledged in, p50 ms', ({ sent }) => ms(sent.p50)],
  ['acknowledged in, p99 ms', ({ sent }) => ms(sent.p99)],
  ['reconnected within a second and served', ({ returned }) => returned.served],
  ['served, p50 ms', ({ returned }) => ms(returned.p50)],
  ['served, p99 ms', ({ returned }) => ms(returned.p99)],
  ['all of them served after, s', ({ returned }) => seconds(returned.ms)],
  ['errors: opening', ({ opened }) => failed(opened)],
  ['errors: messages', ({ sent }) => failed(sent)],
  ['errors: reconnecting', ({ returned }) => failed(returned)],
];

/** The whole result as Markdown. */
export function report({ desk, bare, home, options }) {
  const rows = LINES.map(([name, figure]) => [name, String(figure(desk)), String(figure(bare))]);
  const times = desk.memory.socket / bare.memory.socket;
  return [
    `${machine()}, ${options.sockets} sockets, ${options.seconds} s of messages, sessions in memory, record in ${home}.`,
    markdownTable([['', 'desk', 'bare Socket.IO'], ...rows], 1),
    `An idle socket of the desk takes ${times.toFixed(2)} times the heap and buffers of a bare one.`,
  ].join('\n\n');
}
