import { type Passage } from '../../knowledge/passage.js';

/** Ends of bare domains that a chat window may turn into links. A name with another end needs a scheme, `www.` or a path to be one. */
const ENDS =
  'com|net|org|info|biz|io|co|ai|app|dev|xyz|top|site|online|store|shop|club|live|link|click|page|cloud|tech|pro|me|tv|cc|ws|gg|ly|to|sh|su|ru|cn|uk|de|at|ch|fr|es|it|nl|be|pl|pt|se|dk|cz|eu|us|ca|au|nz|in|jp|kr|br|mx|tk|ml|ga|cf|gq|pw|zip|mov|edu|gov|int|mobi|name|example|test|invalid|localhost|onion';
const REST = String.raw`[^\s<>()\[\]{}"'“”«»|、。，！？；]*`;
const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`;

/**
 * Whatever may be followed as a link: a scheme and what comes after it, `//host`, `www.`, a bare domain, an address of numbers with
 * a port or path. E-mail addresses are none.
 */
const LINK = new RegExp(
  [
    String.raw`(?:javascript|vbscript|data|file|blob):[^\s]${REST}`,
    String.raw`(?:[a-z][a-z0-9+.-]{1,15}:)?//[^\s/]${REST}`,
    String.raw`(?<![\p{L}\p{N}@_.-])www\.[^\s]${REST}`,
    String.raw`(?<![\p{L}\p{N}@_.+-])(?:${LABEL}\.)+(?:${ENDS})(?![\p{L}\p{N}@_-])(?!\.[\p{L}\p{N}])(?:[:/?#]${REST})?`,
    String.raw`(?<![\p{L}\p{N}@_.+-])(?:${LABEL}\.)+\p{L}{2,24}/${REST}`,
    String.raw`(?<![\p{N}.])(?:\d{1,3}\.){3}\d{1,3}(?::\d+|/)${REST}`,
  ].join('|'),
  'giu',
);
const TRAILING = /[.,;:!?*_~`'"]+$/;

/** A link within a text. */
export interface FoundLink {
  readonly start: number;
  readonly end: number;
  /** In the form in which links are compared. */
  readonly normal: string;
}

/** The links of `text`, without the marks of punctuation that end a sentence. */
export function linksIn(text: string): FoundLink[] {
  return [...text.matchAll(LINK)].flatMap(({ 0: found, index }) => {
    const link = found.replace(TRAILING, '');
    // "Open Settings.It is there": a sentence without the blank after its full stop.
    if (/^[\p{L}-]+\.\p{Lu}\p{Ll}*$/u.test(link)) return [];
    return link === '' ? [] : [{ start: index, end: index + link.length, normal: normalLink(link) }];
  });
}

/** A link without what makes no difference: `http(s)://`, `www.`, the case of its host, a slash at its end. */
export function normalLink(link: string): string {
  const bare = link
    .replace(/^(?:https?:)?\/\//i, '')
    .replace(/^www\./i, '')
    .replace(TRAILING, '');
  const host = /^[^/?#]*/.exec(bare)?.[0] ?? '';
  return (host.toLowerCase() + bare.slice(host.length)).replace(/\/$/, '');
}

/** Links that an answer may hold: those in the text or address of help pages. What a customer uploads or says lends none. */
export function allowedLinks(passages: readonly Passage[]): ReadonlySet<string> {
  const pages = passages.filter(({ documentId }) => !documentId.startsWith('att_'));
  return new Set(
    pages.flatMap(({ content, url }) => [
      ...linksIn(content).map(({ normal }) => normal),
      ...mailLinks(content),
      ...(url === null ? [] : [normalLink(url)]),
    ]),
  );
}

function mailLinks(content: string): string[] {
  return (content.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? []).map((address) =>
    normalLink(`mailto:${address.replace(/\.$/, '')}`),
  );
}
