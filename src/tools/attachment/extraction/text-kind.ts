export type TextKind = 'html' | 'csv' | 'eml' | 'json' | 'md' | 'txt';

/** Enough to tell a kind; a table needs a few of its lines. */
const HEAD_CHARS = 8192;
const HTML = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i;
/** Header fields of mail. A letter may begin with some of them, so that a file not named as mail must have more. */
const MAIL_FIELD =
  /^(?:received|return-path|message-id|mime-version|date|from|to|subject|delivered-to|content-type|dkim-signature)$/i;
const MAIL_FIELDS = 3;
const MAIL_FIELDS_OF_NAMED = 1;

/**
 * Tells text by what it looks like. The name decides only between kinds that look alike: Markdown, comma-separated values
 * and plain text; and for what is broken, which then reads as plain text.
 */
export function textKind(text: string, filename: string): TextKind | 'rtf' {
  const head = text.slice(0, HEAD_CHARS).replace(/^\ufeff/, '');
  if (head.startsWith('{\\rtf')) return 'rtf';
  if (HTML.test(head)) return 'html';
  const extension = /\.([a-z0-9]+)$/i.exec(filename)?.[1]?.toLowerCase();
  if (mailFields(head) >= (extension === 'eml' ? MAIL_FIELDS_OF_NAMED : MAIL_FIELDS)) return 'eml';
  if (isJson(text)) return 'json';
  if (extension === 'csv' || extension === 'tsv' || extension === 'tab') return 'csv';
  if (extension === 'md' || extension === 'markdown') return 'md';
  if ((extension === 'html' || extension === 'htm') && /<[a-z][^>]*>/i.test(head)) return 'html';
  return 'txt';
}

/** How many different fields of mail the text begins with; 0 when something else stands between them. */
function mailFields(head: string): number {
  const [block = '', ...rest] = head.split(/\r?\n\r?\n/);
  // An mbox export begins with a "From " line; the last line of a header longer than the head is cut.
  const lines = block.replace(/^From .*\r?\n/, '').split(/\r?\n/);
  const whole = rest.length === 0 && head.length === HEAD_CHARS ? lines.slice(0, -1) : lines;
  const fields = new Set<string>();
  for (const line of whole) {
    if (/^[ \t]/.test(line)) continue;
    const name = /^([!-9;-~]+):/.exec(line)?.[1];
    if (name === undefined) return 0;
    if (MAIL_FIELD.test(name)) fields.add(name.toLowerCase());
  }
  return fields.size;
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
