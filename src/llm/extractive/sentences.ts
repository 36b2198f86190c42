/** A sentence or list item of a passage: `text` is exactly `content.slice(start, end)`. */
export interface Sentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A list item with its bullet or number. */
  readonly listItem: boolean;
  /** The Markdown heading it stands under within its passage, empty when there is none. */
  readonly heading: string;
}

const LIST_ITEM = /^\s*(?:[-*+•–]|\d{1,3}[.)]|[a-z][.)])\s+\S/;
const HEADING = /^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$/;
/** Lines that are layout, not language: rules, fences, table borders. */
const LAYOUT = /^\s*(?:[-=*_|:`\s]+|```.*)$/;
/** A full stop after these ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|prof|st|no|nr|approx|incl|max|min|u\.s|z\.b|d\.h|bzw|ca|art|p\.ej|sra?|fig)\.\s*$/i;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Splits a passage into sentences and list items; headings become the heading of what follows them. */
export function sentencesOf(content: string): Sentence[] {
  const found: Sentence[] = [];
  let heading = '';
  for (const { text, start } of blocksOf(content)) {
    const title = HEADING.exec(text)?.[1];
    if (title !== undefined) heading = title;
    else if (LIST_ITEM.test(text)) push(found, content, start, start + text.length, true, heading);
    else for (const [from, to] of segment(text)) push(found, content, start + from, start + to, false, heading);
  }
  return found;
}

/** Lines, and lines wrapped by hand joined: a line that ends in mid-sentence goes on in the next one. */
function blocksOf(content: string): { text: string; start: number }[] {
  const blocks: { text: string; start: number }[] = [];
  let at = 0;
  for (const line of content.split('\n')) {
    const previous = blocks.at(-1);
    const touches = previous !== undefined && previous.start + previous.text.length + 1 === at;
    if (line.trim() !== '' && !LAYOUT.test(line)) {
      if (touches && continues(previous.text, line)) previous.text += `\n${line}`;
      else blocks.push({ text: line, start: at });
    }
    at += line.length + 1;
  }
  return blocks;
}

function continues(previous: string, line: string): boolean {
  return (
    !HEADING.test(previous) &&
    !HEADING.test(line) &&
    !LIST_ITEM.test(line) &&
    /^\s*\p{Ll}/u.test(line) &&
    !/[.!?:。！？]\s*$/u.test(previous)
  );
}

function segment(text: string): [number, number][] {
  // Nothing to split: spares the segmenter on short lines.
  if (!/[.!?。！？…][^]/u.test(text)) return [[0, text.length]];
  const spans: [number, number][] = [];
  for (const { segment: part, index } of segmenter.segment(text.replaceAll('\n', ' '))) {
    const last = spans.at(-1);
    if (last && ABBREVIATION.test(text.slice(last[0], last[1]))) last[1] = index + part.length;
    else spans.push([index, index + part.length]);
  }
  return spans;
}

function push(found: Sentence[], content: string, from: number, to: number, listItem: boolean, heading: string): void {
  const raw = content.slice(from, to);
  const text = raw.trim();
  if (!/[\p{L}\p{N}]/u.test(text)) return;
  const start = from + raw.indexOf(text);
  found.push({ text, start, end: start + text.length, listItem, heading });
}
