/** Half-open, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const PARAGRAPH_END = /\n[^\S\n]*\n/g;
const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });

/**
 * Splits a stretch of text into spans of at most `longest` code units without blanks around them, of about equal size, at the
 * ends of paragraphs where possible, else of sentences, else between words, else between characters.
 */
export function splitText(text: string, within: Span, longest: number): Span[] {
  const whole = trimmed(text, within);
  if (!whole) return [];
  const length = whole.end - whole.start;
  if (length <= longest) return [whole];
  // Aiming at equal parts leaves no crumb of a sentence at the end.
  const target = length / Math.ceil(length / longest);
  return pack(text, [...units(text, whole, longest)], target, longest);
}

/** Joins neighbouring units up to about the target. */
function pack(text: string, parts: readonly Span[], target: number, longest: number): Span[] {
  const packed: Span[] = [];
  let current: Span | undefined;
  for (const part of parts) {
    const joined: number = current ? part.end - current.start : 0;
    const overshoots = joined - target > target - (current ? current.end - current.start : 0);
    if (current && (joined > longest || overshoots)) {
      packed.push(current);
      current = undefined;
    }
    current = { start: current?.start ?? part.start, end: part.end };
  }
  if (current) packed.push(current);
  return packed.map((span) => trimmed(text, span)).filter((span) => span !== undefined);
}

/** Pieces that are never cut again: paragraphs, or the sentences of a long paragraph, or the pieces of a long sentence. */
function* units(text: string, within: Span, longest: number): Generator<Span> {
  for (const paragraph of paragraphs(text, within)) {
    if (paragraph.end - paragraph.start <= longest) yield paragraph;
    else yield* sentenceUnits(text, paragraph, longest);
  }
}

function* paragraphs(text: string, { start, end }: Span): Generator<Span> {
  let from = start;
  for (const match of text.slice(start, end).matchAll(PARAGRAPH_END)) {
    const to = start + match.index + match[0].length;
    yield { start: from, end: to };
    from = to;
  }
  yield { start: from, end };
}

function* sentenceUnits(text: string, { start, end }: Span, longest: number): Generator<Span> {
  for (const { index, segment } of sentences.segment(text.slice(start, end))) {
    let from = start + index;
    const to = from + segment.length;
    while (to - from > longest) {
      const cut = cutBefore(text, from, from + longest);
      yield { start: from, end: cut };
      from = cut;
    }
    yield { start: from, end: to };
  }
}

/** The best place to cut at or before `limit`: after a blank in the last quarter, else between two whole characters. */
function cutBefore(text: string, from: number, limit: number): number {
  for (let cut = limit; cut > limit - (limit - from) / 4; cut--) {
    if (/\s/.test(text.charAt(cut - 1))) return cut;
  }
  return text.charCodeAt(limit - 1) >> 10 === 0x36 ? limit - 1 : limit;
}

function trimmed(text: string, { start, end }: Span): Span | undefined {
  const content = text.slice(start, end);
  const from = start + content.length - content.trimStart().length;
  const to = start + content.trimEnd().length;
  return from < to ? { start: from, end: to } : undefined;
}
