import { LRUCache } from 'lru-cache';
import { type Passage } from '../../knowledge/passage.js';
import { cleanUntrusted } from './clean-untrusted.js';
import { withoutInstructions } from './without-instructions.js';

/** Texts of pages are asked for again and again, and cleaning one takes about a millisecond. About 4 MB when full. */
const recent = new LRUCache<string, string>({ max: 1000 });
/** A longer text is of one request only. */
const MAX_KEPT = 4000;

/** Text of others as a person sees it, without what speaks to an assistant; ordinary text as it is. */
export function trustedText(text: string): string {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const cleaned = withoutInstructions(cleanUntrusted(text));
  if (text.length <= MAX_KEPT) recent.set(text, cleaned);
  return cleaned;
}

/**
 * The passages as a model may read and an answer may quote them, in the same order; those with nothing left are left out. A
 * passage that was in order is the same object. In a changed one `content` is no longer the document's exact text.
 */
export function trustedPassages(passages: readonly Passage[]): Passage[] {
  return passages.map(trustedView).filter(({ content }) => content.trim() !== '');
}

function trustedView(passage: Passage): Passage {
  const content = trustedText(passage.content);
  const title = trustedText(passage.title) || (passage.source ?? passage.documentId);
  const heading = passage.heading === null ? null : trustedText(passage.heading) || null;
  const url = passage.url !== null && isWebAddress(passage.url) ? passage.url : null;
  const same = content === passage.content && title === passage.title && heading === passage.heading;
  return same && url === passage.url ? passage : { ...passage, content, title, heading, url };
}

function isWebAddress(url: string): boolean {
  return /^https?:$/.test(URL.parse(url)?.protocol ?? '');
}
