import { trustedText } from './trusted-view.js';

/** Deeper than any answer of a tool that is meant to be read; what lies below is left out. */
const MAX_DEPTH = 12;

/** JSON that a tool answered with, its texts and names cleaned like the text of a page. */
export function trustedValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return trustedText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((part: unknown) => trustedValue(part, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [trustedText(name), trustedValue(part, depth + 1)]),
  );
}

/** A JSON Schema whose descriptions are cleaned; its names stay, as calls are made by them. */
export function trustedSchema(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, trustedPart(name, part)]));
}

function trustedPart(name: string, part: unknown): unknown {
  if (typeof part === 'string') return name === 'description' || name === 'title' ? trustedText(part) : part;
  if (Array.isArray(part)) return part.map((item: unknown) => trustedPart('', item));
  return typeof part === 'object' && part !== null ? trustedSchema(part as Record<string, unknown>) : part;
}
