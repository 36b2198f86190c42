const HIDES =
  /(?<![-\w])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:opacity|font-size)\s*:\s*0(?![.\d]))/gi;
const STYLE_ATTRIBUTE = /\bstyle\s*=\s*(?:"[^"]*"|'[^']*')/gi;
const STYLE_BLOCK = /<style\b[^>]*>([^<]*)/gi;
const RULE = /([^{}]+)\{([^{}]*)\}/g;
const SIMPLE_SELECTOR = /^[\w-]*[.#][\w-]+$/;
const RULES = 100;
const MARK = 'display:none';

/**
 * Selectors of elements that a browser does not show: the attribute `hidden`, a hiding style of their own (once
 * `markHidden` spelt it), and the classes and ids that the page's own style rules hide. Text in the colour of its
 * background, or moved out of sight, is not recognised.
 */
export function hiddenSelectors(html: string): readonly string[] {
  return ['[hidden]', `[style*="${MARK}"]`, ...selectorsHiddenByRules(html)];
}

/** Spells every hiding declaration in a style attribute the same way, so that a selector finds it. */
export function markHidden(html: string): string {
  return html.replace(STYLE_ATTRIBUTE, (attribute) => attribute.replace(HIDES, MARK));
}

function selectorsHiddenByRules(html: string): string[] {
  const selectors = new Set<string>();
  for (const [, css = ''] of html.matchAll(STYLE_BLOCK)) {
    for (const [, list = '', declarations = ''] of css.matchAll(RULE)) {
      if (declarations.search(HIDES) < 0) continue;
      for (const selector of list.split(',').map((one) => one.trim())) {
        if (SIMPLE_SELECTOR.test(selector) && selectors.size < RULES) selectors.add(selector);
      }
    }
  }
  return [...selectors];
}
