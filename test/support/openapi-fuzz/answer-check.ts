import { readFileSync } from 'node:fs';
import { type OpenAPIObject } from '@nestjs/swagger';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { type FuzzOperation, type FuzzSchema } from './fuzz-operations.js';
import { HANG_MS, type WireAnswer } from './send-request.js';

/** What would help an attacker: stacks, files of ours, SQL, words of drivers. */
const LEAKS =
  /\bat \S+ \(|node_modules|\/(?:src|dist)\/|\.[jt]s:\d+|\bSELECT\b.*\bFROM\b|\bINSERT INTO\b|QueryFailed|ECONN|ENOENT|TypeError/;

const PROBLEM_TYPE = 'application/problem+json';

const DOCUMENTED_CODES = new Set(
  [...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| *`([a-z_]+)` *\|/gm)].map(([, code = '']) => code),
);

/** Holds answers against what the description says of their operation. */
export class AnswerCheck {
  private readonly ajv = new Ajv({ strict: false, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(document: OpenAPIObject) {
    addFormats.default(this.ajv);
    this.ajv.addSchema({ $id: 'api', components: { schemas: strict(document.components?.schemas ?? {}) } });
  }

  /** What is wrong with an answer, in words; undefined: nothing. */
  problem(operation: FuzzOperation, answer: WireAnswer): string | undefined {
    if (answer.status === 0 || answer.ms > HANG_MS) return `no answer within ${HANG_MS} ms`;
    if (answer.status >= 500) return `status ${answer.status}`;
    return this.headersProblem(operation, answer) ?? this.bodyProblem(operation, answer);
  }

  private headersProblem({ path }: FuzzOperation, { headers }: WireAnswer): string | undefined {
    if (!headers['x-request-id']) return 'no X-Request-Id';
    if (headers['x-content-type-options'] !== 'nosniff') return 'no X-Content-Type-Options';
    if (headers['x-powered-by']) return 'X-Powered-By';
    const kept = String(headers['cache-control'] ?? '');
    return path.startsWith('/api/') && !/no-store|no-cache/.test(kept) ? `Cache-Control: ${kept}` : undefined;
  }

  private bodyProblem(operation: FuzzOperation, answer: WireAnswer): string | undefined {
    const { status, headers, body } = answer;
    const declared = operation.answers[status];
    const type = String(headers['content-type'] ?? '').split(';', 1)[0] ?? '';
    if (!declared)
      return status < 400 ? `status ${status} is not documented` : this.failureProblem(operation, answer, type);
    if (Object.keys(declared).length === 0) return body === '' ? undefined : 'a body where none is documented';
    const schema = declared[type];
    if (!schema) return `content type ${type} is not documented for ${status}`;
    return type === 'application/json' ? this.schemaProblem(`${operation.name} ${status}`, schema, body) : undefined;
  }

  private failureProblem({ answers }: FuzzOperation, answer: WireAnswer, type: string): string | undefined {
    const schema = answers.default?.[PROBLEM_TYPE];
    if (!schema) return `status ${answer.status} is not documented`;
    if (type !== PROBLEM_TYPE) return `a failure as ${type}`;
    const broken = this.schemaProblem('problem', schema, answer.body);
    if (broken !== undefined) return broken;
    const problem = JSON.parse(answer.body) as { status: number; code: string; requestId: string };
    if (problem.status !== answer.status) return `status ${answer.status} with a problem of ${problem.status}`;
    if (!DOCUMENTED_CODES.has(problem.code)) return `code ${problem.code} is not documented`;
    if (problem.requestId !== answer.headers['x-request-id']) return 'another requestId than in the header';
    const leak = LEAKS.exec(answer.body)?.[0];
    return leak === undefined ? undefined : `it tells too much: ${leak}`;
  }

  private schemaProblem(key: string, schema: FuzzSchema, body: string): string | undefined {
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      return 'a body that is no JSON';
    }
    const validate = this.validators.get(key) ?? this.ajv.compile(strict(schema) as object);
    this.validators.set(key, validate);
    return validate(value) ? undefined : `breaks its schema: ${this.ajv.errorsText(validate.errors)}`;
  }
}

/**
 * A schema of OpenAPI 3.0 as JSON Schema: references lead to the registered document, a nullable reference may be null, and fields
 * that are not documented are errors.
 */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, strict(value)]));
  if (typeof copy.$ref === 'string') copy.$ref = copy.$ref.replace(/^#/, 'api#');
  if (copy.properties && copy.additionalProperties === undefined) copy.additionalProperties = false;
  if (copy.nullable === true && copy.allOf) return { anyOf: [{ type: 'null' }, { allOf: copy.allOf }] };
  if (copy.nullable === true && Array.isArray(copy.enum)) copy.enum = [...(copy.enum as unknown[]), null];
  return copy;
}
