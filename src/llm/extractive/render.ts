import { type Quotation } from './quote.js';

/** Scripts that put no space between sentences. */
const UNSPACED_END = /[。！？」』）]$/;

/**
 * The quotations as pieces of one text, a sentence or list item each, every run closed by its `[n]`. List items keep lines of
 * their own. Joined, the pieces are the answer.
 */
export function renderQuotations(quotations: readonly Quotation[]): string[] {
  const pieces: string[] = [];
  let previous: { text: string; listItem: boolean } | undefined;
  for (const { sentences, citation } of quotations) {
    sentences.forEach((sentence, place) => {
      const marker = place === sentences.length - 1 ? ` [${citation.index}]` : '';
      pieces.push(`${separator(previous, sentence)}${sentence.text}${marker}`);
      previous = sentence;
    });
  }
  return pieces;
}

function separator(previous: { text: string; listItem: boolean } | undefined, next: { listItem: boolean }): string {
  if (!previous) return '';
  if (next.listItem) return '\n';
  if (previous.listItem) return '\n\n';
  return UNSPACED_END.test(previous.text) ? '' : ' ';
}
