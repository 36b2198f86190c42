import type { ExtractionLimits } from './extraction-limits.js';
import type { ExtractedText, FileContent, TextSection } from './extracted-text.js';

const TITLE_CHARS = 200;
const BETWEEN_SECTIONS = '\n\n';
// Control characters other than tab and line feed, soft hyphens, zero-width and direction marks, and the code points that
// spell out invisible ASCII (U+E0000 to U+E007F): nobody sees them, so a file must not say anything with them.
const INVISIBLE =
  /(?![\t\n])\p{Cc}|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;
const LINE_END = /\r\n?|[\v\f\u2028\u2029]/g;

/** Joins the parts of a file to its text, cut at `textChars`; parts without text are left out. */
export function composeText(
  mediaType: string,
  content: FileContent,
  { textChars }: Pick<ExtractionLimits, 'textChars'>,
): ExtractedText {
  const sections: TextSection[] = [];
  let text = '';
  let truncated = content.truncated ?? false;
  for (const part of content.parts) {
    const full = visibleText(part.text);
    if (full === '') continue;
    const start = text === '' ? 0 : text.length + BETWEEN_SECTIONS.length;
    const kept = cutAt(full, textChars - start);
    if (kept.length < full.length) truncated = true;
    if (kept === '') break;
    text += (text === '' ? '' : BETWEEN_SECTIONS) + kept;
    sections.push({ label: lineOf(part.label), start, end: text.length });
    if (kept.length < full.length) break;
  }
  const title = lineOf(content.title ?? '');
  return {
    mediaType,
    text,
    sections,
    truncated,
    ...(content.pages !== undefined && { pages: content.pages }),
    ...(title !== '' && { title }),
  };
}

/** Text as people see it: no control or invisible characters, single blank lines at most, no space at line ends. */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replace(LINE_END, '\n')
    .replace(INVISIBLE, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function lineOf(text: string): string {
  return cutAt(visibleText(text).replace(/\s+/g, ' '), TITLE_CHARS);
}

/** The first `length` code units, without half a character at the end. */
function cutAt(text: string, length: number): string {
  if (length <= 0) return '';
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
