import { convert, type FormatCallback, type HtmlToTextOptions } from 'html-to-text';
import type { FileContent } from '../extracted-text.js';
import { hiddenSelectors, markHidden } from './hidden-html.js';

const DEPTH = 500;
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;
const SKIPPED = ['img', 'script', 'style', 'noscript', 'template', 'svg', 'iframe', 'object'] as const;

const row: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 });
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 1 });
};

const cell: FormatCallback = (element, walk, builder) => {
  walk(element.children, builder);
  builder.addInline(' | ');
};

/** A paragraph in a cell must not break the row. */
const inCell: FormatCallback = (element, walk, builder) => {
  walk(element.children, builder);
  builder.addInline(' ');
};

const options: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxDepth: DEPTH },
  formatters: { row, cell, inCell },
  selectors: [
    ...HEADINGS.map((selector) => ({ selector, options: { uppercase: false } })),
    ...SKIPPED.map((selector) => ({ selector, format: 'skip' })),
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'tr', format: 'row' },
    { selector: 'td', format: 'cell' },
    { selector: 'th', format: 'cell' },
    { selector: 'td > p', format: 'inCell' },
    { selector: 'th > p', format: 'inCell' },
    { selector: 'ul', options: { itemPrefix: '- ' } },
  ],
};

/** The text that a browser would show; what it would hide is left out (see `hidden-html.ts`). */
export function readHtml(html: string): FileContent {
  const title = /<title\b[^>]*>([^<]{1,1000})/i.exec(html)?.[1];
  return {
    parts: [{ label: '', text: htmlToText(html) }],
    ...(title !== undefined && { title: convert(title, { wordwrap: false }) }),
  };
}

export function htmlToText(html: string): string {
  const skipped = hiddenSelectors(html).map((selector) => ({ selector, format: 'skip' }));
  const text = convert(markHidden(html), { ...options, selectors: [...(options.selectors ?? []), ...skipped] });
  return text.replace(/[ \t]*\|[ \t]*$/gm, '');
}
