/** A heading with what follows it, up to the next heading that has text of its own. */
export interface Section {
  readonly start: number;
  readonly end: number;
  readonly heading: string | null;
}

interface HeadingLine {
  readonly start: number;
  readonly end: number;
  readonly level: number;
  readonly title: string;
}

// ATX headings and fences of CommonMark 0.31, sections 4.2 and 4.5.
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** Longest heading path that is kept; a page whose paragraphs are all headings must not grow quadratically. */
const LONGEST_PATH = 300;

/** Splits Markdown at its headings. A heading directly above another opens that one's section. Sections cover the text. */
export function sections(markdown: string): Section[] {
  const found: Section[] = [];
  const above: HeadingLine[] = [];
  let start = 0;
  let contentFrom = 0;
  for (const line of headingLines(markdown)) {
    if (markdown.slice(contentFrom, line.start).trim() !== '') {
      found.push({ start, end: line.start, heading: path(above) });
      start = line.start;
    }
    while ((above.at(-1)?.level ?? 0) >= line.level) above.pop();
    above.push(line);
    contentFrom = line.end;
  }
  found.push({ start, end: markdown.length, heading: path(above) });
  return found;
}

function path(above: readonly HeadingLine[]): string | null {
  const titles = above.map(({ title }) => title).filter((title) => title !== '');
  return titles.length > 0 ? titles.join(' > ').slice(0, LONGEST_PATH).toWellFormed() : null;
}

function* headingLines(markdown: string): Generator<HeadingLine> {
  let fence: string | undefined;
  for (let start = 0; start < markdown.length;) {
    const newline = markdown.indexOf('\n', start);
    const end = newline === -1 ? markdown.length : newline;
    // No heading is longer than this, and a regular expression need not see a line of a megabyte.
    const line = markdown.slice(start, Math.min(end, start + 1_000));
    const mark = FENCE.exec(line)?.[1];
    if (fence === undefined && mark !== undefined) fence = mark;
    else if (fence !== undefined && mark?.startsWith(fence) === true) fence = undefined;
    const heading = fence === undefined ? HEADING.exec(line) : null;
    if (heading) {
      const title = (heading[2] ?? '').replace(/[ \t]+#+$/, '').trim();
      yield { start, end, level: heading[1]?.length ?? 1, title };
    }
    start = end + 1;
  }
}
