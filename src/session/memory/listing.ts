import { ValidationFailed } from '../../common/app-error.js';
import { SESSION_ID_PATTERN } from '../session-id.js';
import { type SessionPage } from '../session-results.js';
import { snapshotOf, type SessionRecord } from './session-record.js';
import { type SessionTable } from './session-table.js';
import { type IndexKey } from './sorted-index.js';

/**
 * A page of live sessions by (createdAt, sessionId), starting after the cursor. The cursor is a position, not a session: it stays good
 * when the session it was made from is gone.
 * @throws ValidationFailed for a cursor this store didn't make
 */
export function listPage(table: SessionTable, now: number, limit: number, cursor: string | null): SessionPage {
  const page: SessionRecord[] = [];
  for (const { id } of table.byCreation.after(cursor === null ? null : decodeCursor(cursor))) {
    const record = table.peek(id);
    if (!record || record.expiresAt <= now) continue;
    page.push(record);
    if (page.length > limit) break;
  }
  const hasMore = page.length > limit;
  if (hasMore) page.pop();
  const last = page.at(-1);
  return { sessions: page.map(snapshotOf), nextCursor: hasMore && last ? encodeCursor(last) : null };
}

function encodeCursor({ createdAt, sessionId }: SessionRecord): string {
  return Buffer.from(`m1 ${createdAt} ${sessionId}`).toString('base64url');
}

function decodeCursor(cursor: string): IndexKey {
  const [kind, score = '', id = '', ...rest] = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (kind === 'm1' && /^\d{1,15}$/.test(score) && SESSION_ID_PATTERN.test(id) && rest.length === 0) {
    return { score: Number(score), id };
  }
  throw ValidationFailed.of('cursor', 'must be the nextCursor of an earlier page');
}
