import { strings } from '../strings.js';
import { el } from './dom.js';
import { parseBlocks, parseInline } from './markdown.js';
import { safeUrl } from './safe-url.js';

/**
 * @import { Block, Inline } from './markdown.js'
 * @import { Citation } from '@frontdesk/client'
 * @typedef {(citation: Citation, opener: HTMLElement) => void} OpenCitation
 */

/** An answer as DOM. Blocks that have not changed stay, so a growing answer keeps focus and selection. */
export class RichText {
  /** @type {string[]} */
  #shown = [];
  #container;
  #openCitation;

  /**
   * @param {HTMLElement} container
   * @param {OpenCitation} openCitation
   */
  constructor(container, openCitation) {
    this.#container = container;
    this.#openCitation = openCitation;
  }

  /**
   * @param {string} text
   * @param {readonly Citation[]} sources
   */
  show(text, sources) {
    const blocks = parseBlocks(text);
    const wanted = blocks.map((block) => JSON.stringify([block, sources]));
    for (const [at, block] of blocks.entries()) {
      if (wanted[at] === this.#shown[at]) continue;
      const node = this.#block(block, sources);
      const old = this.#container.children[at];
      if (old) old.replaceWith(node);
      else this.#container.append(node);
    }
    while (this.#container.children.length > blocks.length) this.#container.lastElementChild?.remove();
    this.#shown = wanted;
  }

  /**
   * @param {Block} block
   * @param {readonly Citation[]} sources
   */
  #block(block, sources) {
    if (block.kind === 'list') {
      const list = block.ordered ? el('ol', { start: String(block.start) }) : el('ul', {});
      list.append(...block.lines.map((line) => el('li', {}, ...this.#line(line, sources))));
      return list;
    }
    const lines = block.lines.flatMap((line, at) => [...(at > 0 ? [el('br', {})] : []), ...this.#line(line, sources)]);
    return el('p', { class: block.kind === 'heading' && 'answer-heading' }, ...lines);
  }

  /**
   * @param {string} line
   * @param {readonly Citation[]} sources
   * @returns {(Node | string)[]}
   */
  #line(line, sources) {
    return parseInline(line).map((part) => this.#inline(part, sources));
  }

  /**
   * @param {Inline} part
   * @param {readonly Citation[]} sources
   */
  #inline(part, sources) {
    if (part.kind === 'bold') return el('strong', {}, ...this.#line(part.text, sources));
    if (part.kind === 'code') return el('code', {}, part.text);
    if (part.kind === 'link') return link(part.text, part.url);
    if (part.kind === 'citation') {
      const citation = sources.find((source) => source.index === part.index);
      if (citation) return this.#chip(citation);
    }
    return part.text;
  }

  /** @param {Citation} citation */
  #chip(citation) {
    const label = strings.citationChip(citation.index, citation.title);
    const chip = el('button', { type: 'button', class: 'chip', 'aria-label': label, 'aria-haspopup': 'dialog' });
    chip.textContent = String(citation.index);
    chip.title = citation.title;
    chip.addEventListener('click', () => this.#openCitation(citation, chip));
    return chip;
  }
}

/**
 * @param {string} text
 * @param {string} url
 */
function link(text, url) {
  const href = safeUrl(url);
  return href ? el('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow' }, text) : text;
}
