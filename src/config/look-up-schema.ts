import { z } from 'zod';
import { type JsonPath, parseJsonPath } from '../common/json-path.js';
import { access, shortName } from './tools-file-values.js';

/** The verified customer's id, which an address may name beside what the look-up needs. */
export const USER_ID = 'user_id';

const valueName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be at most 40 lower-case letters, digits and _');

const jsonPath = z.string().transform((value, context): JsonPath => {
  const path = parseJsonPath(value);
  if (path) return path;
  context.addIssue('must be a path such as $.order.lines[0].name or $.lines[*].name');
  return z.NEVER;
});

const wholePattern = z
  .string()
  .max(200)
  .transform((value, context): RegExp => {
    try {
      return new RegExp(`^(?:${value})$`, 'u');
    } catch {
      context.addIssue('must be a regular expression');
      return z.NEVER;
    }
  });

/** The kinds of facts that the desk finds in messages. */
const factKind = z.enum(['name', 'email', 'phone', 'order_number', 'ticket_number', 'reference_number']);

const need = z.strictObject({
  name: valueName.refine((name) => name !== USER_ID, 'must not be user_id, which always is the verified customer'),
  description: z.string().max(300).optional(),
  fact: factKind.optional(),
  pattern: wholePattern.prefault('[A-Za-z0-9][A-Za-z0-9_-]{0,63}'),
});

const fieldShape = z.strictObject({
  path: jsonPath,
  labels: z.record(z.string(), z.string().max(200)).optional(),
});

const field = z.preprocess((value) => (typeof value === 'string' ? { path: value } : value), fieldShape);

const sentences = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(z.string().min(1).max(500)).min(1).max(8),
);

const lookUpShape = z.strictObject({
  name: shortName,
  description: z.string().min(10).max(500),
  path: z.string().regex(/^\/[^?#\s\\]*$/, 'must begin with / and hold no ?, #, \\ or blank'),
  query: z.record(z.string(), z.string()).default({}),
  needs: z.array(need).max(5).default([]),
  access: access.default('verified_user'),
  owner: jsonPath.optional(),
  when: z.array(z.string().trim().min(2).max(60)).max(50).default([]),
  each: jsonPath.optional(),
  fields: z.record(valueName, field),
  title: z.string().min(1).max(120),
  text: sentences,
});

/** One field of a record: where it is in the system's answer, and how it is told. */
export type FieldDescription = z.output<typeof fieldShape>;

/** A look-up in one of the company's systems, as the file describes it. */
export type LookUpDescription = z.output<typeof lookUpShape>;

/** A look-up in one of the company's systems. Docs: docs/domain-tools.md. */
export const lookUpSchema = lookUpShape.superRefine((lookUp, context) => {
  for (const [part, message] of lookUpProblems(lookUp)) {
    if (message !== null) context.addIssue({ code: 'custom', path: [part], message });
  }
});

type Problem = readonly [part: keyof LookUpDescription, message: string | null];

/** What must hold between the parts of a look-up, by the part that is wrong. */
function lookUpProblems(lookUp: LookUpDescription): Problem[] {
  const { path, query, needs, fields, title, text, when } = lookUp;
  const inputs = needs.map(({ name }) => name);
  const outputs = Object.keys(fields);
  const unused = inputs.find((name) => !addressNames(lookUp).includes(name));
  const clash = inputs.find((name) => outputs.includes(name));
  return [
    ['access', accessProblem(lookUp)],
    ['path', unknownName([path], [...inputs, USER_ID])],
    ['query', unknownName(Object.values(query), [...inputs, USER_ID])],
    ['title', unknownName([title], [...inputs, ...outputs])],
    ['text', unknownName(text, [...inputs, ...outputs])],
    ['fields', outputs.length === 0 ? 'must name at least one field' : null],
    ['fields', clash === undefined ? null : `has ${clash}, which needs has too; rename one of the two`],
    ['needs', unused === undefined ? null : `has ${unused}, which neither path nor query names; remove it`],
    ['when', inputs.length + when.length === 0 ? 'must name words, because the look-up needs nothing' : null],
  ];
}

function accessProblem(lookUp: LookUpDescription): string | null {
  const tiedToCustomer = lookUp.owner !== undefined || addressNames(lookUp).includes(USER_ID);
  if (lookUp.access === 'anyone') {
    return tiedToCustomer
      ? 'is anyone, but owner or {user_id} asks for a verified customer; remove one of the two'
      : null;
  }
  if (tiedToCustomer) return null;
  return 'is verified_user, but nothing tells whose a record is: add owner, put {user_id} into path or query, or set access to anyone';
}

function addressNames({ path, query }: LookUpDescription): string[] {
  return [path, ...Object.values(query)].flatMap(namesIn);
}

function namesIn(template: string): string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
}

function unknownName(templates: readonly string[], known: readonly string[]): string | null {
  const unknown = templates.flatMap(namesIn).find((name) => !known.includes(name));
  return unknown === undefined ? null : `names {${unknown}}, which is none of ${known.join(', ')}`;
}
