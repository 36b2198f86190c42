import fc, { type Arbitrary } from 'fast-check';
import { type FuzzSchema } from './fuzz-operations.js';
import { IdPool } from './id-pool.js';

const SENTENCES = [
  'What is your refund policy?',
  'I want to talk to a human, now!',
  'My order number is A-10023 and my name is Anna.',
  'This is the third time I ask. Your product is terrible.',
  'ok',
  'Wie lange dauert der Versand? 🚚',
  'مرحبا كيف حالك',
  '"quotes" <b>tags</b> %s ${x} \\ \' ; --',
];

const DEEP = 60;

/** Values that break careless code, as JSON: some can't be written by JSON.stringify. */
const HOSTILE_JSON = [
  'null',
  'true',
  '0',
  '-1',
  '0.5',
  '1e308',
  '1e999',
  '9007199254740993',
  '""',
  '" "',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udc00x"',
  '"\\u202e\\u2066gnp.exe"',
  '"\\ufeff"',
  '"../../etc/passwd"',
  '"%2e%2e%2f"',
  '"constructor"',
  '"[object Object]"',
  '"2026-02-30T25:00:00Z"',
  `"${'x'.repeat(9000)}"`,
  `"${'😀'.repeat(1500)}"`,
  '[]',
  '[null]',
  '["a","a"]',
  `[${Array(200).fill('"a"').join(',')}]`,
  '{}',
  '{"a":{"b":[1]}}',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"toString":1,"hasOwnProperty":null,"then":"x","length":9}',
  `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`,
  `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`,
];

/** JSON text of values that an operation should refuse, or take with care. */
export const hostileJson: Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_JSON) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
);

/** The schemas that references lead to. */
export type SchemaLookup = (ref: string) => FuzzSchema;

/** Values that keep the schema, ids among them that were seen in answers. `name`: of the field that they are for. */
export function validValue(schema: FuzzSchema, name: string, find: SchemaLookup): Arbitrary<unknown> {
  if (schema.$ref !== undefined) return validValue(find(schema.$ref), name, find);
  if (schema.oneOf) return fc.oneof(...schema.oneOf.map((one) => validValue(one, name, find)));
  if (schema.allOf) return validValue(merged(schema.allOf, find), name, find);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const value = ofType(schema, name, find);
  return schema.example === undefined ? value : fc.oneof(value, fc.constant(schema.example));
}

function ofType(schema: FuzzSchema, name: string, find: SchemaLookup): Arbitrary<unknown> {
  const { minimum, maximum } = schema;
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return numbers(minimum ?? 0, maximum ?? 1000, schema.type === 'integer');
    case 'array':
      return lists(schema, name, find);
    case 'object':
      return schema.properties
        ? objects(schema, find)
        : fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 });
    case 'string':
    case undefined:
    default:
      return texts(schema, name);
  }
}

/** Mostly as short as may be: each entry can be one too many. */
function lists(
  { items = {}, minItems = 0, maxItems = 3 }: FuzzSchema,
  name: string,
  find: SchemaLookup,
): Arbitrary<unknown> {
  const entry = validValue(items, name.replace(/s$/, ''), find);
  const short = fc.array(entry, { minLength: minItems, maxLength: minItems });
  const longer = fc.array(entry, { minLength: minItems, maxLength: Math.max(minItems, Math.min(3, maxItems)) });
  return fc.oneof({ weight: 2, arbitrary: short }, { weight: 1, arbitrary: longer });
}

function numbers(min: number, max: number, whole: boolean): Arbitrary<number> {
  const integer = fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
  return whole ? integer : fc.oneof(integer, fc.double({ min, max, noNaN: true }));
}

function objects({ properties = {}, required = [] }: FuzzSchema, find: SchemaLookup): Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([field, schema]) => [field, validValue(schema, field, find)]),
  );
  return fc.record(fields, { requiredKeys: required.filter((field) => field in fields) });
}

/** Text for a field; fields that are called like ids mostly get one that was seen. */
function texts({ pattern, format, maxLength = 2000, minLength = 0 }: FuzzSchema, name: string): Arbitrary<string> {
  if (/Id$|^token$|^cursor$/.test(name)) {
    const seen = fc.nat({ max: 1000 }).map((pick) => IdPool.placeholder(name === 'cursor' ? 'nextCursor' : name, pick));
    return fc.oneof({ weight: 5, arbitrary: seen }, { weight: 1, arbitrary: fc.stringMatching(/^[\w:.-]{1,20}$/) });
  }
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (/url$/i.test(name)) return fc.webUrl({ validSchemes: ['https'] });
  if (pattern !== undefined && pattern !== '\\S')
    return fc.stringMatching(new RegExp(pattern)).filter((text) => text.length <= maxLength);
  const written = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 40) });
  return fc.oneof(
    fc.constantFrom(...SENTENCES).filter((text) => text.length <= maxLength),
    written,
  );
}

function merged(parts: readonly FuzzSchema[], find: SchemaLookup): FuzzSchema {
  return Object.assign({}, ...parts.map((part) => (part.$ref === undefined ? part : find(part.$ref)))) as FuzzSchema;
}
