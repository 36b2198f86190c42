import type { FileContent } from '../extracted-text.js';

/** What Node 24 has of "JSON.parse source text access" (ECMAScript 2026), which TypeScript's library does not know yet. */
interface JsonWithSource {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(source: string): unknown;
}

const json = JSON as unknown as JsonWithSource;

/**
 * One line for each value. Escapes such as \u00e9 are resolved, so that a search finds the word; numbers stay as they are
 * written, digit by digit, because order numbers exceed what a number holds.
 */
export function readJson(text: string): FileContent {
  const value = json.parse(text, (_key, part, { source }) =>
    typeof part === 'number' && source !== undefined ? json.rawJSON(source) : part,
  );
  return { parts: [{ label: '', text: JSON.stringify(value, null, 1) }] };
}
