import fc, { type Arbitrary } from 'fast-check';
import { type FuzzSchema } from './fuzz-operations.js';
import { hostileJson, type SchemaLookup, validValue } from './value-arbitraries.js';

/** A body as it is sent. */
export interface FuzzBody {
  readonly contentType: string;
  /** UTF-8 text; ids are written into it as they are. */
  readonly text: string;
}

const BOUNDARY = 'frontdesk-fuzz-boundary';

const FILE_NAMES = [
  ...['notes.txt', 'guide.md', 'table.csv', 'page.html', 'letter.eml', 'data.json', 'report.pdf', 'no-extension', ''],
  ...['../../etc/passwd', '..\\..\\boot.ini', '/etc/passwd.txt', 'a\u0000b.txt', 'gnp\u202e.txt', 'CON.txt', 'a;b".md'],
  `${'n'.repeat(300)}.txt`,
];

const FILE_TEXTS = [
  'Returns take 30 days.\n',
  '# Refunds\n\nMoney comes back within five days.\n',
  'name,price\nchair,30\n',
  '<html><body><img src="http://169.254.169.254/"><p>Hello</p></body></html>',
  'From: a@b.example\r\nTo: c@d.example\r\nSubject: Hi\r\n\r\nHello\r\n',
  '{"a":[1,2,{"b":null}]}',
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
  '%PDF-1.4 broken',
  'PK\u0003\u0004broken',
  '',
  '\u0000\u0001\u0002',
];

const OTHER_TYPES = [
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'multipart/form-data',
  'a/b/c',
  '',
];

const BROKEN_JSON = [
  '',
  '{',
  '{"a":1,}',
  '[1,2',
  'nul',
  '"',
  '{"a":1}{"b":2}',
  '\ufeff{}',
  '{"a":1,"a":2}',
  '1',
  '"x"',
  'null',
  '[]',
];

/** Bodies of JSON: valid, with one wrong field, not even JSON, or under another type. */
export function jsonBody(schema: FuzzSchema, find: SchemaLookup): Arbitrary<FuzzBody> {
  const valid = validValue(schema, 'body', find).map((value) => JSON.stringify(value));
  const text = fc.oneof(
    { weight: 5, arbitrary: valid },
    { weight: 5, arbitrary: nearMiss(schema, find) },
    { weight: 1, arbitrary: fc.constantFrom(...BROKEN_JSON) },
    { weight: 1, arbitrary: hostileJson },
  );
  const type = fc.oneof(
    { weight: 20, arbitrary: fc.constant('application/json') },
    { weight: 1, arbitrary: fc.constantFrom(...OTHER_TYPES) },
  );
  return fc.record({ contentType: type, text });
}

/** A valid object in which one field is wrong, missing or too much. */
function nearMiss(schema: FuzzSchema, find: SchemaLookup): Arbitrary<string> {
  const resolved = schema.$ref === undefined ? schema : find(schema.$ref);
  if (resolved.oneOf) return fc.oneof(...resolved.oneOf.map((one) => nearMiss(one, find)));
  const fields = [...Object.keys(resolved.properties ?? {}), 'extra', '__proto__', 'toString'];
  const wrong = fc.tuple(fc.constantFrom(...fields), fc.option(hostileJson, { freq: 6 }));
  return fc.tuple(validValue(resolved, 'body', find), wrong).map(([value, [field, json]]) => {
    const entries = Object.entries(value ?? {})
      .filter(([name]) => name !== field)
      .map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`);
    const more = json === null ? [] : [`${JSON.stringify(field)}:${json}`];
    return `{${[...entries, ...more].join(',')}}`;
  });
}

/** Forms with a file and fields, some of them odd or broken off. */
export function formBody(schema: FuzzSchema, find: SchemaLookup): Arbitrary<FuzzBody> {
  const resolved = schema.$ref === undefined ? schema : find(schema.$ref);
  const fields = Object.fromEntries(Object.entries(resolved.properties ?? {}).filter(([name]) => name !== 'file'));
  const values = validValue({ type: 'object', properties: fields, required: resolved.required ?? [] }, 'form', find);
  const file = fc.record({ name: fc.constantFrom(...FILE_NAMES), text: fc.constantFrom(...FILE_TEXTS) });
  const extra = fc.constantFrom(
    ['__proto__', 'x'],
    ['constructor[prototype][a]', '1'],
    ['sessionId', 'twice'],
    ['', ''],
  );
  return fc
    .tuple(values, fc.option(file, { freq: 10 }), fc.option(extra, { freq: 2 }), fc.nat({ max: 9 }))
    .map(([record, sent, odd, cut]) => {
      const pairs = [
        ...Object.entries(record as object).map(([name, value]) => [name, String(value)] as const),
        ...(odd && cut > 5 ? [odd] : []),
      ];
      const parts = pairs.map(([name, value]) => part(`name="${name}"`, value));
      if (sent)
        parts.push(
          part(`name="file"; filename="${sent.name.replaceAll('"', '%22').replaceAll('\u0000', '%00')}"`, sent.text),
        );
      const whole = `${parts.join('')}--${BOUNDARY}--\r\n`;
      return {
        contentType: `multipart/form-data; boundary=${BOUNDARY}`,
        text: cut === 0 ? whole.slice(0, whole.length / 2) : whole,
      };
    });
}

function part(disposition: string, text: string): string {
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${text}\r\n`;
}
