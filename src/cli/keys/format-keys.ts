import { type KeyRecord } from '../../auth/key-ledger.js';
import { markdownTable } from '../markdown-table.js';

/** All keys as a table; `now` in ms since the epoch tells which have ended. */
export function formatKeys(keys: readonly KeyRecord[], now: number): string {
  const rows = keys.map((key) => [
    key.keyId,
    key.name,
    key.prefix === null ? '' : `${key.prefix}...`,
    key.scopes.join(', '),
    stateOf(key, now),
    timeOf(key.createdAt),
    timeOf(key.expiresAt),
    timeOf(key.lastUsedAt),
  ]);
  return markdownTable([['key', 'name', 'begins', 'scopes', 'state', 'created', 'expires', 'last used'], ...rows]);
}

function stateOf({ revokedAt, expiresAt }: KeyRecord, now: number): string {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt.getTime() <= now ? 'expired' : 'good';
}

function timeOf(time: Date | null): string {
  return time === null ? '' : `${time.toISOString().slice(0, 16)}Z`;
}
