import { type FieldProblem } from '../common/app-error.js';
import { environmentVariables } from './env.schema.js';

/** Names that are ours by their beginning: a wrong one is a mistake, never somebody else's variable. */
const ownPrefix =
  /^(ATTACHMENT|AUDIT|BUSINESS|ESCALATION|HANDOFF|IDENTITY|PII|RETENTION|SESSION|SOCKET|WEBHOOK|REDIS|LLM|EMBEDDING|DATABASE|AUTH|API|KNOWLEDGE|RATE_LIMIT)_/;

/**
 * Variables that other programs set under the same beginnings: X11 session managers, and the service links that
 * Kubernetes puts into every container beside a service named "redis" or "api" (kubernetes.io, "Environment variables").
 */
const foreignName = /^SESSION_MANAGER$|_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_\w+)?$/;

/** Whether a value is such a link, which never is one of ours: beside a service named "redis", REDIS_PORT is one. */
export const isServiceLink = (value: string): boolean => /^(tcp|udp|sctp):\/\//.test(value);

/** Names of the plan that this version does not have. DEBUG and OTEL_* belong to the plan too, but other software reads them. */
const planned = new Set(['CACHE_TYPE']);

/** Edits that still count as a slip of the hand; more, and the suggestion would be a guess. */
const MAX_EDITS = 3;

/** Problems with names that look like ours and are not; `env` holds only variables with a value. */
export function unknownNameProblems(env: Readonly<Record<string, string>>): FieldProblem[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (name in environmentVariables) return [];
    if (planned.has(name)) return { field: name, message: 'is not in this version. Remove it.' };
    if (!ownPrefix.test(name) || foreignName.test(name) || isServiceLink(value)) return [];
    if (name.startsWith('EMBEDDING_')) return { field: name, message: 'is not in this version. Remove it.' };
    const nearest = nearestName(name);
    return { field: name, message: nearest ? `is unknown. Did you mean ${nearest}?` : 'is unknown. Remove it.' };
  });
}

function nearestName(name: string): string | undefined {
  const known = Object.keys(environmentVariables).map((candidate) => ({ candidate, edits: edits(name, candidate) }));
  const best = known.reduce((least, next) => (next.edits < least.edits ? next : least));
  return best.edits <= MAX_EDITS ? best.candidate : undefined;
}

/** Edit distance of two words (Levenshtein 1966): insertions, deletions and replacements, each of one character. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, character] of Array.from(from).entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (character === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
