import { guardLinks } from './guard-links.js';
import { normalLink } from './links.js';

/** How much of the text was read, and what is told of it. */
interface Read {
  readonly length: number;
  readonly text: string;
}

const CITATION = /^\[\d{1,3}\]/;
const LABEL = /^\[([^[\]\n]{0,300})\]/;
const DESTINATION = /^\(([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?)\)/;
const TAG = /^<[^<>\n]{0,2000}>/;
/** Elements that fetch or follow something. */
const LINKING =
  /^<\/?\s*(?:a|img|image|iframe|frame|script|link|form|svg|video|audio|source|object|embed|base|meta|area|style|input|button|track|picture)(?=[\s/>])/i;
const LONGEST = 2600;

/** Whether `text`, which begins with `[`, `(` or `<`, may go on with more of a construct that a link needs. `last` stands before it. */
export function isCutOff(text: string, last: string): boolean {
  if (text.length > LONGEST || text.includes('\n')) return false;
  if (text.startsWith('<')) return /^<(?:[a-z/!][^<>]*)?$/i.test(text);
  if (text.startsWith('(')) return last === ']' && !text.includes(')');
  if (CITATION.test(text)) return false;
  const label = LABEL.exec(text)?.[0];
  if (label === undefined) return /^\[[^[\]]{0,300}$/.test(text);
  const after = text.slice(label.length);
  return after === '' || (after.startsWith('(') && !DESTINATION.test(after) && !/\s\(|\)\s/.test(after));
}

/** Reads the construct that `text` begins with, or its first character when it begins none. */
export function readMarkup(text: string, last: string, allowed: ReadonlySet<string>): Read {
  if (text.startsWith('<')) return readTag(text, allowed);
  if (text.startsWith('(')) return readDestination(text, last, allowed);
  const citation = CITATION.exec(text)?.[0];
  return citation === undefined ? readLink(text, last, allowed) : { length: citation.length, text: citation };
}

function readTag(text: string, allowed: ReadonlySet<string>): Read {
  const tag = TAG.exec(text)?.[0];
  // A tag that never ends is cut where a browser would still follow it.
  if (tag === undefined)
    return LINKING.test(`${text.slice(0, 20)} `) ? { length: text.length, text: '' } : { length: 1, text: '<' };
  if (LINKING.test(tag)) return { length: tag.length, text: '' };
  const inside = guardLinks(tag.slice(1, -1), allowed);
  return { length: tag.length, text: inside === tag.slice(1, -1) ? tag : inside };
}

/** The address after a citation's bracket; brackets of prose are told as they are. */
function readDestination(text: string, last: string, allowed: ReadonlySet<string>): Read {
  const destination = last === ']' ? DESTINATION.exec(text) : null;
  if (!destination) return { length: 1, text: '(' };
  const [whole, inside = ''] = destination;
  const isProse = !isAddress(inside);
  return { length: whole.length, text: isProse || allowed.has(addressOf(inside)) ? whole : '' };
}

function readLink(text: string, last: string, allowed: ReadonlySet<string>): Read {
  const [label, words = ''] = LABEL.exec(text) ?? [];
  if (label === undefined) return { length: 1, text: '[' };
  const destination = DESTINATION.exec(text.slice(label.length));
  if (!destination) return { length: label.length, text: `[${guardLinks(words, allowed)}]` };
  const length = label.length + destination[0].length;
  if (last === '!') return { length, text: '' };
  const shown = guardLinks(words, allowed);
  const follows = allowed.has(addressOf(destination[1] ?? ''));
  return { length, text: follows ? `[${shown}]${destination[0]}` : shown };
}

function isAddress(inside: string): boolean {
  return (
    /^\s*<?(?:[a-z][a-z0-9+.-]*:|\/|#|\.|\?|[^\s]+\.[^\s])/i.test(inside) && !/^\s*\p{L}+[,.]?\s+\p{L}/u.test(inside)
  );
}

/** The address without its title and angle brackets. */
function addressOf(inside: string): string {
  return normalLink((/^\s*<?([^\s>]*)/.exec(inside)?.[1] ?? '').trim());
}
