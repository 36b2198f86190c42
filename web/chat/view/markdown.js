/**
 * The little Markdown that help texts use: paragraphs, headings, lists, bold, code, links. No HTML, no nesting of lists.
 *
 * @typedef {{ kind: 'paragraph' | 'heading', lines: string[] }
 *   | { kind: 'list', ordered: boolean, start: number, lines: string[] }} Block
 *
 * @typedef {{ kind: 'text' | 'code' | 'bold', text: string }
 *   | { kind: 'link', text: string, url: string }
 *   | { kind: 'citation', text: string, index: number }} Inline
 */

const BULLET = /^\s{0,3}[-*•]\s+(.*)$/;
const NUMBERED = /^\s{0,3}(\d{1,3})[.)]\s+(.*)$/;
const HEADING = /^#{1,6}\s+(.*)$/;

/**
 * @param {string} text
 * @returns {Block[]}
 */
export function parseBlocks(text) {
  /** @type {Block[]} */
  const blocks = [];
  /** @type {Block | undefined} */
  let open;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      open = undefined;
      continue;
    }
    const block = readLine(line);
    const joins = open?.kind === block.kind && open.kind !== 'heading' && isOrdered(open) === isOrdered(block);
    if (open && joins) open.lines.push(...block.lines);
    else blocks.push((open = block));
  }
  return blocks;
}

/**
 * @param {string} line
 * @returns {Block}
 */
function readLine(line) {
  const bullet = BULLET.exec(line);
  if (bullet) return { kind: 'list', ordered: false, start: 1, lines: [bullet[1] ?? ''] };
  const numbered = NUMBERED.exec(line);
  if (numbered) return { kind: 'list', ordered: true, start: Number(numbered[1]), lines: [numbered[2] ?? ''] };
  const heading = HEADING.exec(line);
  if (heading) return { kind: 'heading', lines: [heading[1] ?? ''] };
  return { kind: 'paragraph', lines: [line.trim()] };
}

/** @param {Block} block */
function isOrdered(block) {
  return block.kind === 'list' && block.ordered;
}

const INLINE =
  /\*\*(?<bold>[^*\n]+)\*\*|`(?<code>[^`\n]+)`|\[(?<index>\d{1,3})\](?!\()|\[(?<label>[^[\]\n]+)\]\((?<target>https?:\/\/[^\s()]+)\)|(?<url>https?:\/\/[^\s<>"'()[\]]*[^\s<>"'()[\].,;:!?])/g;

/**
 * @param {string} text
 * @returns {Inline[]}
 */
export function parseInline(text) {
  /** @type {Inline[]} */
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) });
    parts.push(toInline(match[0], match.groups ?? {}));
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/**
 * @param {string} text
 * @param {Record<string, string | undefined>} groups
 * @returns {Inline}
 */
function toInline(text, { bold, code, index, label, target, url }) {
  if (bold) return { kind: 'bold', text: bold };
  if (code) return { kind: 'code', text: code };
  if (index) return { kind: 'citation', text, index: Number(index) };
  if (label && target) return { kind: 'link', text: label, url: target };
  return { kind: 'link', text, url: url ?? text };
}
