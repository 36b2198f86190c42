/** Text as Postgres stores it: well-formed Unicode without NUL, lines ended by line feeds. */
export function safeText(text: string): string {
  return withoutNul(text).replace(/\r\n?/g, '\n');
}

/** JSON as Postgres' jsonb stores it: strings and keys are well-formed Unicode without NUL. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') return withoutNul(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [withoutNul(key), inner as unknown]));
  });
}

function withoutNul(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}
