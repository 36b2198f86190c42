import { strings } from '../strings.js';

/** Fills the words of index.html: `data-string` names an element's text, `data-label` its accessible name. */
export function fillStaticText() {
  document.title = strings.title;
  for (const element of document.querySelectorAll('[data-string], [data-label]')) {
    const { string, label } = /** @type {HTMLElement} */ (element).dataset;
    if (string) element.textContent = word(string);
    if (label) element.ariaLabel = word(label);
  }
}

/** @param {string} name */
function word(name) {
  const text = /** @type {Record<string, unknown>} */ (strings)[name];
  if (typeof text !== 'string') throw new Error(`strings.js has no text named ${name}`);
  return text;
}
