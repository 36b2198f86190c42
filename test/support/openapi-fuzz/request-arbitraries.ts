import fc, { type Arbitrary } from 'fast-check';
import { type FuzzBody, formBody, jsonBody } from './body-arbitraries.js';
import { type FuzzOperation, type FuzzParameter } from './fuzz-operations.js';
import { IdPool } from './id-pool.js';
import { type SchemaLookup, validValue } from './value-arbitraries.js';

/** Whose credential a request carries. `owner`: the customer of the session it names. */
const CREDENTIALS = ['owner', 'other', 'admin', 'chat', 'knowledge', 'operator', 'none', 'garbage', 'both'] as const;
type Credential = (typeof CREDENTIALS)[number];

/** A request as it was made up, with placeholders for ids. */
export interface FuzzRequest {
  readonly operation: FuzzOperation;
  readonly credential: Credential;
  /** Which things it is about, see `IdPool`. */
  readonly family: number;
  /** Path and query. */
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: FuzzBody | null;
}

const ODD_SEGMENTS = [
  ...[
    '%2f..%2f',
    '%2e%2e',
    '..;',
    '%00',
    'a%00b',
    '%E0%A4%A',
    '%ED%A0%80',
    '%F0%9F%98%80',
    '%20',
    '%0d%0aX:%201',
    '%25',
  ],
  ...['*', "'--", '"', '__proto__', 'constructor', '0', '-1', '1e9', '99999999999999999999999', 'null', 'undefined'],
  'x'.repeat(300),
];

const ODD_QUERIES = [
  ...['limit=-1', 'limit=1e3', 'limit=', 'limit=1&limit=2', 'limit[]=1', 'limit[a]=1', '__proto__=1', 'constructor=x'],
  ...['cursor=%00', 'cursor=%E0%A4%A', 'cursor=..', 'cursor=-1', 'afterSeq=99999999999999999999', 'afterSeq=-1'],
  ...['unknown=1', '=', '&&', '%', 'status=nope', `q=${'x'.repeat(2000)}`],
];

const ODD_HEADERS: readonly (readonly [string, string])[] = [
  ['If-Match', '*'],
  ['If-Match', '"1"'],
  ['If-Match', 'W/"3"'],
  ['If-Match', '"99999999999999999999"'],
  ['If-Match', 'nonsense'],
  ['If-None-Match', '*'],
  ['Idempotency-Key', 'again-and-again'],
  ['Idempotency-Key', 'with blanks'],
  ['Idempotency-Key', 'x'.repeat(300)],
  ['Range', 'bytes=0-1'],
  ['Accept', 'text/html'],
  ['Accept', 'text/event-stream'],
  ['Accept', 'application/xml;q=2;;'],
  ['Accept-Encoding', 'br;q=0, *'],
  ['Accept-Language', '\u00ff'],
  ['Last-Event-ID', '-1'],
  ['Last-Event-ID', 'x'.repeat(500)],
  ['X-Forwarded-For', "127.0.0.1, ';--"],
  ['X-Forwarded-Proto', 'https'],
  ['X-Request-Id', 'chosen-1'],
  ['X-Request-Id', 'not sound \u00e9'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['X-Operator-Name', '%E0%A4%A'],
  ['X-Operator-Name', 'Z\u00fcrich'],
  ['traceparent', '00-0-0-00'],
  ['Origin', 'https://evil.example'],
  ['Cookie', 'a=b; __proto__=1'],
  ['Content-Encoding', 'gzip'],
  ['User-Agent', ''],
];

/** Requests of one operation: most are valid or nearly, some are rude. */
export function requestsOf(operation: FuzzOperation, find: SchemaLookup): Arbitrary<FuzzRequest> {
  return fc.record({
    operation: fc.constant(operation),
    credential: credentialsOf(operation),
    family: fc.nat({ max: 3 }),
    target: targetsOf(operation, find),
    headers: fc.oneof(
      { weight: 4, arbitrary: headersOf(operation, find) },
      { weight: 1, arbitrary: fc.array(fc.constantFrom(...ODD_HEADERS), { minLength: 1, maxLength: 3 }) },
    ),
    body: bodiesOf(operation, find),
  });
}

function credentialsOf({ forCustomers }: FuzzOperation): Arbitrary<Credential> {
  const good: Arbitrary<Credential> = forCustomers
    ? fc.constantFrom<Credential>('owner', 'owner', 'chat', 'admin')
    : fc.constantFrom<Credential>('admin', 'admin', 'knowledge', 'operator');
  return fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: fc.constantFrom(...CREDENTIALS) });
}

function targetsOf({ path, parameters }: FuzzOperation, find: SchemaLookup): Arbitrary<string> {
  const pieces = path.split('/').map((piece) => {
    const name = /^\{(.*)\}$/.exec(piece)?.[1];
    return name === undefined ? fc.constant(piece) : segment(name);
  });
  const query = parameters.filter((one) => one.in === 'query');
  return fc
    .tuple(
      fc.tuple(...pieces),
      fc.oneof(
        { weight: 5, arbitrary: queries(query, find) },
        { weight: 1, arbitrary: fc.constantFrom(...ODD_QUERIES) },
      ),
    )
    .map(([segments, text]) => segments.join('/') + (text === '' ? '' : `?${text}`));
}

function segment(name: string): Arbitrary<string> {
  const seen = fc.nat({ max: 1000 }).map((pick) => IdPool.placeholder(name, pick));
  return fc.oneof({ weight: 8, arbitrary: seen }, { weight: 1, arbitrary: fc.constantFrom(...ODD_SEGMENTS) });
}

function queries(parameters: readonly FuzzParameter[], find: SchemaLookup): Arbitrary<string> {
  return chosen(parameters, find).map((pairs) =>
    pairs.map(([name, value]) => `${name}=${escaped(String(value))}`).join('&'),
  );
}

function headersOf({ parameters }: FuzzOperation, find: SchemaLookup): Arbitrary<[string, string][]> {
  const own = parameters.filter((one) => one.in === 'header');
  return chosen(own, find).map((pairs) => pairs.map(([name, value]) => [name, escaped(String(value))]));
}

/** A few of the parameters with sound values. */
function chosen(parameters: readonly FuzzParameter[], find: SchemaLookup): Arbitrary<[string, unknown][]> {
  const values = parameters.map(({ name, schema, required }) => {
    const pair = validValue(schema, name, find).map((value): [string, unknown] => [name, value]);
    return required ? pair : fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: pair });
  });
  return fc.tuple(...values).map((pairs) => pairs.filter((pair) => pair !== null));
}

/** Percent-encoded, but for placeholders. */
function escaped(text: string): string {
  return text
    .split(/(\{\{\w+#\d+\}\})/)
    .map((part, index) => (index % 2 ? part : encodeURIComponent(part.toWellFormed())))
    .join('');
}

function bodiesOf({ bodies, method }: FuzzOperation, find: SchemaLookup): Arbitrary<FuzzBody | null> {
  const made = Object.entries(bodies).map(([type, schema]) =>
    type === 'multipart/form-data' ? formBody(schema, find) : jsonBody(schema, find),
  );
  if (made.length > 0)
    return fc.oneof({ weight: 30, arbitrary: fc.oneof(...made) }, { weight: 1, arbitrary: fc.constant(null) });
  // Nobody asked for a body here.
  const none = fc.constant(null);
  return method === 'GET'
    ? none
    : fc.oneof(
        { weight: 9, arbitrary: none },
        { weight: 1, arbitrary: jsonBody({ type: 'object', properties: {} }, find) },
      );
}
