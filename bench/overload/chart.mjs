/** Measures of the picture, in its own units. */
const WIDTH = 760;
const LEFT = 60;
const PANEL = 110;
const GAP = 46;
const INK = { text: '#57606a', axis: '#8c959f', good: '#1a7f37', bad: '#cf222e', time: '#0969da', memory: '#8250df' };

/** The time under load as a picture: what arrived, how long it took, and memory. */
export function chart({ full, unloaded, over, slices, times }) {
  const panels = [
    {
      title: `messages a second, at ${times} times full speed: answered (green), refused (red)`,
      most: full.perSecond * times * 1.1,
      lines: [line(slices, 'answered', INK.good), line(slices, 'refused', INK.bad)],
    },
    {
      title: `p99 of answered turns, ms (dashed: twice the p99 of the unloaded desk, ${(2 * unloaded.p99).toFixed(0)} ms)`,
      most: Math.max(4 * unloaded.p99, ...slices.slice(1).map(({ p99 }) => p99 || 0)) * 1.05,
      lines: [line(slices, 'p99', INK.time)],
      mark: 2 * unloaded.p99,
    },
    {
      title: 'resident memory of the desk, MB',
      most: Math.max(...over.memory.map(({ megabytes }) => megabytes)) * 1.15,
      lines: [{ ink: INK.memory, points: over.memory.map(({ at, megabytes }) => [at / 1000, megabytes]) }],
    },
  ];
  const height = panels.length * (PANEL + GAP) + 20;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...panels.map((panel, n) => drawn(panel, n * (PANEL + GAP) + 30, over.seconds)),
    '</svg>',
    '',
  ].join('\n');
}

function line(slices, field, ink) {
  return {
    ink,
    points: slices.filter((slice) => !Number.isNaN(slice[field])).map((slice) => [slice.at + 0.5, slice[field]]),
  };
}

function drawn({ title, most, lines, mark }, top, seconds) {
  const x = (second) => (LEFT + (second / seconds) * (WIDTH - LEFT - 20)).toFixed(1);
  const y = (value) => (top + PANEL - (Math.min(value, most) / most) * PANEL).toFixed(1);
  const axis = `<path d="M${LEFT} ${top}V${top + PANEL}H${WIDTH - 20}" fill="none" stroke="${INK.axis}"/>`;
  const ticks = [0, most / 2, most].map(
    (value) =>
      `<text x="${LEFT - 6}" y="${Number(y(value)) + 4}" text-anchor="end" fill="${INK.text}">${value.toFixed(0)}</text>`,
  );
  const times = [0, seconds / 2, seconds].map(
    (second) =>
      `<text x="${x(second)}" y="${top + PANEL + 14}" text-anchor="middle" fill="${INK.text}">${second} s</text>`,
  );
  const dashes =
    mark === undefined
      ? []
      : [`<path d="M${LEFT} ${y(mark)}H${WIDTH - 20}" stroke="${INK.axis}" stroke-dasharray="4 4"/>`];
  const paths = lines.map(
    ({ ink, points }) =>
      `<polyline fill="none" stroke="${ink}" stroke-width="1.5" points="${points.map(([at, value]) => `${x(at)},${y(value)}`).join(' ')}"/>`,
  );
  return [
    `<text x="${LEFT}" y="${top - 8}" fill="${INK.text}">${title}</text>`,
    axis,
    ...ticks,
    ...times,
    ...dashes,
    ...paths,
  ].join('\n');
}
