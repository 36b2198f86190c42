import { type SessionData } from '../session-data.js';
import { type CleanupResult } from '../session-results.js';
import { snapshotOf, type SessionRecord } from './session-record.js';
import { type SessionTable } from './session-table.js';

/**
 * Removes expired records, oldest expiry first. A record is claimed while its `onExpire` runs, so a second clean-up passes it by;
 * if the callback throws, the claim ends and a later clean-up offers the record again.
 */
export async function cleanUpExpired(
  table: SessionTable,
  now: number,
  limit: number,
  onExpire?: (session: SessionData) => Promise<void>,
): Promise<CleanupResult> {
  const failures: unknown[] = [];
  let removed = 0;
  for (const record of claimExpired(table, now, limit)) {
    try {
      if (table.peek(record.sessionId) !== record) continue;
      await onExpire?.(snapshotOf(record));
      removed += removeIfSame(table, record);
    } catch (error) {
      failures.push(error);
    } finally {
      record.expiring = false;
    }
  }
  return { removed, failures };
}

function claimExpired(table: SessionTable, now: number, limit: number): SessionRecord[] {
  const claimed: SessionRecord[] = [];
  for (const { score, id } of table.byExpiry.after(null)) {
    if (score > now || claimed.length === limit) break;
    const record = table.peek(id);
    if (!record || record.expiring) continue;
    record.expiring = true;
    claimed.push(record);
  }
  return claimed;
}

/** While the callback ran the session may have been created again, deleted or evicted. */
function removeIfSame(table: SessionTable, record: SessionRecord): number {
  if (table.peek(record.sessionId) !== record) return 0;
  table.remove(record);
  table.counts.expirations += 1;
  return 1;
}
