/** Longest description of a tool and of one of its arguments, characters. */
const MAX_DESCRIPTION = 1000;
/** Largest input schema, characters of JSON: some 2,000 tokens of every request to a model. */
const MAX_SCHEMA = 8192;

/** Text of another server as one bounded line: no control and no invisible characters. */
export function plainLine(text: string, most: number = MAX_DESCRIPTION): string {
  const line = text
    .slice(0, most * 4)
    .toWellFormed()
    .replace(/[\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ');
  return line.trim().slice(0, most).toWellFormed();
}

/** A JSON Schema with its texts as plain lines; undefined when it is too large to be told to a model. */
export function plainSchema(schema: unknown): Readonly<Record<string, unknown>> | undefined {
  const json = JSON.stringify(schema);
  if (json.length > MAX_SCHEMA) return undefined;
  const plain = JSON.parse(json, (_key, value: unknown) =>
    typeof value === 'string' ? plainLine(value) : value,
  ) as object;
  return { properties: {}, ...plain, type: 'object' };
}

/** A tool's name in our form: `get_order` for `getOrder` and `get-order`, with the server's in front, at most 63 characters. */
export function toolName(server: string, name: string): string {
  const snake = name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return `${server}_${snake}`.slice(0, 63);
}
