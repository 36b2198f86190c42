/**
 * Code, which Markdown shows as it is; the beginning of a comment; or a tag: its slash, name and attributes. No attribute value
 * holds an angle bracket here, so a tag never reaches into the next one.
 */
const CODE_OR_MARKUP =
  /^ {0,3}```[^]*?(?:^ {0,3}```|(?![^]))|`[^`\n]+`|<!--|<(\/?)([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>/gim;
/** Elements whose content no browser shows. */
const NEVER_SHOWN = new Set(['script', 'style', 'template', 'head', 'title', 'noscript', 'object', 'iframe']);
/** Elements that have no content and no end tag, and of these the ones that bring in something else than text. */
const EMPTY = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const WITHOUT_TEXT = new Set('area base embed img input link meta source track'.split(' '));
/** Attributes with words in them, none of which a reader sees in the text. */
const WORDY =
  /\s(?:on\w+|alt|title|content|placeholder|label|summary|value|aria-[\w-]+|data-[\w-]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+)/gi;
const HIDING_ATTRIBUTE =
  /(?:^|\s)hidden(?=[\s=/]|$)|(?:^|\s)aria-hidden\s*=\s*["']?true|(?:^|\s)type\s*=\s*["']?hidden/i;
const HIDING_STYLE =
  /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|max-height|max-width|height|width|opacity)\s*:\s*0(?![.\d]*[1-9])|text-indent\s*:\s*-\d{3}|(?:left|top|right)\s*:\s*-\d{3}|clip\s*:\s*rect\(\s*0|(?:^|[;"'\s])color\s*:\s*(?:white|transparent|#fff(?:fff)?(?![0-9a-f])|rgba\([^)]*,\s*0\s*\))/i;
/** A comment of Markdown: a link definition that nothing can link to. */
const MARKDOWN_COMMENT = /^[ \t]*\[[^\]\n]{0,200}\]:[ \t]*(?:#|<>)[ \t]+["'(][^\n]*$/gm;

/** `text` without what its HTML or Markdown keeps from a reader: comments, scripts, hidden elements. Plain text is returned as it is. */
export function withoutHiddenMarkup(text: string): string {
  const shown = text.includes(']:') ? text.replace(MARKDOWN_COMMENT, '') : text;
  if (!shown.includes('<')) return shown;
  let kept = '';
  let from = 0;
  for (const { start, end } of hiddenStretches(shown)) {
    kept += shown.slice(from, start);
    from = end;
  }
  return withoutWords(kept + shown.slice(from));
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Tags that are only mentioned cost a look through the rest of the text. No honest text has more; what comes after is left out. */
const MAX_MENTIONS = 50;

function hiddenStretches(text: string): Stretch[] {
  const found: Stretch[] = [];
  const pattern = new RegExp(CODE_OR_MARKUP);
  let mentions = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const end = mentions < MAX_MENTIONS ? endOfHidden(text, match, pattern.lastIndex) : text.length;
    if (end === null) {
      if (NEVER_SHOWN.has(match[2]?.toLowerCase() ?? '') && !match[1]) mentions += 1;
      continue;
    }
    found.push({ start: match.index, end });
    pattern.lastIndex = end;
  }
  return found;
}

/** Where what begins with `match` is shown again; null when it hides nothing. */
function endOfHidden(text: string, match: RegExpExecArray, afterTag: number): number | null {
  const [whole, slash, rawName, attributes = ''] = match;
  // A comment that never ends hides the rest, as it does in a browser.
  if (whole === '<!--') return endAfter(text.indexOf('-->', afterTag), 3) ?? text.length;
  if (rawName === undefined || slash) return null;
  const name = rawName.toLowerCase();
  const byAttribute = hides(attributes);
  if (!byAttribute && !NEVER_SHOWN.has(name) && !WITHOUT_TEXT.has(name)) return null;
  if (EMPTY.has(name) || attributes.endsWith('/')) return afterTag;
  // "Paste it into the <head> of your page": a tag that is only mentioned ends nowhere.
  return endOfElement(text, name, afterTag) ?? (byAttribute ? text.length : null);
}

function endOfElement(text: string, name: string, from: number): number | null {
  const tags = new RegExp(`<(/?)${name}(?=[\\s>/])[^<>]*>`, 'gi');
  tags.lastIndex = from;
  let depth = 1;
  for (let tag = tags.exec(text); tag !== null; tag = tags.exec(text)) {
    depth += tag[1] ? -1 : 1;
    if (depth === 0) return tags.lastIndex;
  }
  return null;
}

function endAfter(at: number, length: number): number | null {
  return at < 0 ? null : at + length;
}

function hides(attributes: string): boolean {
  return HIDING_ATTRIBUTE.test(attributes) || (/style/i.test(attributes) && HIDING_STYLE.test(attributes));
}

function withoutWords(text: string): string {
  return text.replace(CODE_OR_MARKUP, (whole: string, _slash: string | undefined, name: string | undefined) =>
    name === undefined ? whole : whole.replace(WORDY, ''),
  );
}
