import { readFileSync } from 'node:fs';
import { type FieldProblem } from '../common/app-error.js';
import { type AppConfig } from './app-config.js';
import { type DomainTools, domainToolsSchema } from './domain-tools-schema.js';
import { readEnvironment } from './read-environment.js';
import { type Environment } from './read-variables.js';
import { systemErrorCode } from './system-error.js';
import { ToolsFileInvalid } from './tools-file-invalid.js';

const NOTHING: DomainTools = { systems: [], mcpServers: [] };

/**
 * What the configuration's file describes; nothing when there is none, or when these tools are switched off.
 * @throws ToolsFileInvalid
 */
export function domainToolsOf({ toolsFile, tools }: Pick<AppConfig, 'toolsFile' | 'tools'>): DomainTools {
  return toolsFile === null || !tools.enabled.crm ? NOTHING : readDomainTools(toolsFile, readEnvironment());
}

/** A secret in the file: `${NAME}`. */
const SECRET = /\$\{(\w+)\}/g;

/**
 * What the file at `path` describes, its `${NAME}`s replaced by variables of `env`.
 * @throws ToolsFileInvalid naming every problem at once, and never a value of the file or the environment
 */
export function readDomainTools(path: string, env: Environment): DomainTools {
  const problems: FieldProblem[] = [];
  const described = withSecrets(readJson(path), env, '', problems);
  const parsed = domainToolsSchema.safeParse(described);
  if (parsed.success && problems.length === 0) return parsed.data;
  const wrong = parsed.error?.issues.map((issue) => ({ field: placeOf(issue.path), message: issue.message })) ?? [];
  throw new ToolsFileInvalid(path, [...problems, ...wrong]);
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const code = systemErrorCode(cause) ?? 'unknown reason';
    throw new ToolsFileInvalid(path, [
      { field: 'file', message: `cannot be read (${code}); correct its path or its rights` },
    ]);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new ToolsFileInvalid(path, [{ field: 'file', message: `is no JSON${positionOf(cause, text)}` }]);
  }
}

/** Where JSON ends to be JSON; the parser's own message repeats text of the file, which may be a secret. */
function positionOf(error: unknown, text: string): string {
  const place = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (place === undefined) return '';
  const before = text.slice(0, Number(place)).split('\n');
  return ` at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function withSecrets(value: unknown, env: Environment, place: string, problems: FieldProblem[]): unknown {
  if (typeof value === 'string') {
    return value.replace(SECRET, (whole, name: string) => {
      const secret = env[name]?.trim();
      if (secret) return secret;
      problems.push({ field: place, message: `names ${whole}, and ${name} is not set in the environment` });
      return whole;
    });
  }
  if (Array.isArray(value)) return value.map((each, index) => withSecrets(each, env, `${place}[${index}]`, problems));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, each]) => [key, withSecrets(each, env, place === '' ? key : `${place}.${key}`, problems)] as const,
  );
  return Object.fromEntries(entries);
}

function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return place.replace(/^\./, '') || 'file';
}
