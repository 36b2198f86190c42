import { type core } from 'zod';
import { type FieldProblem } from '../common/app-error.js';
import { ConfigInvalid } from './config-invalid.js';
import { crossProblems } from './cross-rules.js';
import { envVariableInfo } from './env-variable.js';
import { environmentSchema, type EnvironmentName, environmentVariables, type EnvironmentValues } from './env.schema.js';
import { isServiceLink, unknownNameProblems } from './unknown-names.js';

/** Raw variables, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Longest part of a wrong value that a message repeats. */
const MAX_ECHO = 80;

/**
 * Reads and checks all variables. A value is trimmed, and an empty one counts as not set.
 * @throws ConfigInvalid with every problem there is: wrong values, rules between variables, unknown names.
 */
export function readVariables(env: Environment): EnvironmentValues {
  const raw = presentValues(env);
  const result = environmentSchema.safeParse(raw);
  const issues = result.error?.issues ?? [];
  const wrong = new Set(issues.map((issue) => String(issue.path[0])));
  // Every variable has a default or may be missing, so what remains without the wrong ones always parses.
  const sound = Object.fromEntries(Object.entries(raw).filter(([name]) => !wrong.has(name)));
  const values = environmentSchema.parse(sound);

  const problems = [
    ...[...wrong].map((name) => valueProblem(name as EnvironmentName, raw[name] ?? '', issues)),
    ...crossProblems(values, wrong),
    ...unknownNameProblems(raw),
  ];
  if (problems.length > 0) throw new ConfigInvalid(problems);
  return values;
}

function presentValues(env: Environment): Record<string, string> {
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim() ?? ''] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== '' && !isServiceLink(value)));
}

type Issue = Pick<core.$ZodIssue, 'path' | 'message'>;

function valueProblem(name: EnvironmentName, value: string, issues: readonly Issue[]): FieldProblem {
  const info = envVariableInfo.get(environmentVariables[name]);
  const shown = info?.secret ? '' : `is ${JSON.stringify(value.slice(0, MAX_ECHO))}, but `;
  return {
    field: name,
    message: `${shown}must be ${info?.expects ?? 'valid'}.${info?.secret ? '' : innerProblems(name, issues)}`,
  };
}

/** What is wrong inside a value that has parts. */
function innerProblems(name: string, issues: readonly Issue[]): string {
  return issues
    .filter(({ path }) => path[0] === name && path.length > 1)
    .map(({ path, message }) => ` ${path.slice(1).join('.')}: ${message}.`)
    .join('');
}
