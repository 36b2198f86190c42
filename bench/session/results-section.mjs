import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';

const BEGIN = '<!-- results -->';
const END = '<!-- end of results -->';

/** The text of a page with another body between its two marks. */
export async function withSection(path, body) {
  const page = await readFile(path, 'utf8');
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${path} has no ${BEGIN} and ${END}`);
  return `${page.slice(0, from + BEGIN.length)}\n\n${body}\n\n${page.slice(to)}`;
}

/** Date, processors and versions of a run, as one sentence. */
export function machine() {
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${availableParallelism()} x ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`;
}
