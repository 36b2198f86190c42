import { type PersonalMention } from './find-personal-data.js';
import { LOOKS_LIKE_TOKEN, type TokenKind } from './token-shape.js';

/** A stretch that gets one token. */
interface Span {
  readonly kind: TokenKind;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/**
 * What is replaced in `text`, in order and without overlaps: the mentions, and everything that looks like a token. Two that overlap
 * become one stretch, so that no half of either is left behind.
 */
export function spansOf(text: string, mentions: readonly PersonalMention[]): Span[] {
  const literals = [...text.matchAll(LOOKS_LIKE_TOKEN)].map(({ 0: value, index: start }) => ({
    ...{ kind: 'literal' as const, value },
    ...{ start, end: start + value.length },
  }));
  const all: Span[] = [...mentions, ...literals].sort((one, other) => one.start - other.start || other.end - one.end);
  const spans: Span[] = [];
  for (const span of all) {
    const last = spans.at(-1);
    if (!last || span.start >= last.end) spans.push(span);
    else if (span.end > last.end || last.kind === 'literal') spans[spans.length - 1] = merged(last, span, text);
  }
  return spans;
}

function merged(one: Span, other: Span, text: string): Span {
  const { start } = one;
  const end = Math.max(one.end, other.end);
  const kind = one.kind === 'literal' ? other.kind : one.kind;
  return { kind, value: text.slice(start, end).toLowerCase(), start, end };
}
