import { type SessionLimit } from '../session-limits.js';
import { type Applied, type WriteResult } from '../session-results.js';
import { missingOf } from './reply-codes.js';

/** The answer of a write script (lua/write-5.lua). @throws SchemaTooNew; SessionCorrupt */
export function parseWriteReply(reply: unknown): WriteResult {
  if (typeof reply !== 'string') return missingOf(reply);
  const parts = reply.split(' ');
  const [status = '', first = ''] = parts;
  switch (status) {
    case 'conflict':
      return { status, version: Number(first), incarnation: parts[2] ?? '' };
    case 'limit':
      return { status, limit: first as SessionLimit };
    case 'overflow':
      return { status, counter: first };
    case 'fenced':
      return { status };
    default:
      return parseApplied(status === 'replayed' ? 'replayed' : 'applied', parts);
  }
}

function parseApplied(status: Applied['status'], parts: readonly string[]): Applied {
  const counters: Record<string, number> = {};
  for (let i = 4; i < parts.length; i += 2) counters[parts[i] ?? ''] = Number(parts[i + 1]);
  return {
    status,
    version: Number(parts[1]),
    changeSeq: Number(parts[2]),
    expiresAt: Number(parts[3]),
    counters: Object.freeze(counters),
  };
}
