/** Deeper than any JSON that is meant to be read; what lies below is left out. */
const MAX_DEPTH = 16;

/**
 * JSON with every text replaced by what `map` makes of it, given the name of the nearest field. Numbers that become another text are
 * replaced too; names of fields stay but for what `map` changes in them.
 */
export function mapTexts(value: unknown, map: (text: string, field: string) => string, field = '', depth = 0): unknown {
  if (typeof value === 'string') return map(value, field);
  if (typeof value === 'number') {
    const written = String(value);
    const mapped = map(written, field);
    return mapped === written ? value : mapped;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((part: unknown) => mapTexts(part, map, field, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [map(name, ''), mapTexts(part, map, name, depth + 1)]),
  );
}
