import { type SessionData } from '../session-data.js';
import { type CleanupResult } from '../session-results.js';
import { parseMember } from './index-member.js';
import { MergedBuckets } from './merged-buckets.js';
import { SCRIPTS } from './scripts.js';
import { type BucketKeys } from './session-keys.js';
import { mintOpId, READ, type StoreContext } from './store-context.js';
import { parseDump, sessionOf, stateOf } from './stored-session.js';

/** An index entry whose time is over. */
interface ExpiredEntry {
  readonly bucket: BucketKeys;
  readonly member: string;
  readonly sessionId: string;
  readonly expiresAt: number;
  /** Its place among the expired of its bucket. */
  readonly rank: number;
}

type OnExpire = (session: SessionData) => Promise<void>;

/** Removals on their way at once. */
const BATCH = 64;

/**
 * Removes expired sessions, oldest expiry first. A session is claimed while its `onExpire` runs, so another clean-up passes it by; a
 * claim ends by itself after a minute, when this process may be gone. Index entries without a session go as well, uncounted.
 */
export async function cleanUpExpired(
  context: StoreContext,
  limit: number,
  onExpire: OnExpire | undefined,
): Promise<CleanupResult> {
  const entries = await expiredEntries(context, limit);
  if (onExpire) return handOver(context, entries, onExpire);
  let removed = 0;
  for (let from = 0; from < entries.length; from += BATCH) {
    const batch = entries.slice(from, from + BATCH);
    const counts = await Promise.all(batch.map((entry) => remove(context, entry, '')));
    removed += counts.reduce((sum, count) => sum + count, 0);
  }
  return { removed, failures: [] };
}

async function handOver(
  context: StoreContext,
  entries: readonly ExpiredEntry[],
  onExpire: OnExpire,
): Promise<CleanupResult> {
  const token = mintOpId();
  const failures: unknown[] = [];
  let removed = 0;
  for (const entry of entries) {
    try {
      const session = await claim(context, entry, token);
      if (!session) continue;
      await onExpire(session);
      removed += await remove(context, entry, token);
    } catch (error) {
      failures.push(error);
      await unclaim(context, entry, token);
    }
  }
  return { removed, failures };
}

async function expiredEntries({ runner, keys }: StoreContext, limit: number): Promise<ExpiredEntry[]> {
  const chunk = 2 + Math.ceil((2 * limit) / keys.buckets.length);
  const merged = new MergedBuckets<ExpiredEntry>(
    keys.buckets,
    chunk,
    async (bucket, last) => {
      const from = last ? last.rank + 1 : 0;
      const reply = (await runner.run(SCRIPTS.expired, [bucket.byExpiry], () => [from, chunk], READ)) as string[];
      return entriesOf(bucket, from, reply);
    },
    (a, b) => a.expiresAt < b.expiresAt,
  );
  return merged.take(limit);
}

function entriesOf(bucket: BucketKeys, from: number, reply: readonly string[]): ExpiredEntry[] {
  const entries: ExpiredEntry[] = [];
  for (let i = 1; i < reply.length; i += 2) {
    const member = reply[i - 1] ?? '';
    const sessionId = parseMember(member)?.sessionId ?? '';
    entries.push({ bucket, member, sessionId, expiresAt: Number(reply[i]), rank: from + entries.length });
  }
  return entries;
}

async function claim(
  { runner, codec }: StoreContext,
  { bucket, member, sessionId }: ExpiredEntry,
  token: string,
): Promise<SessionData | undefined> {
  const reply = await runner.run(
    SCRIPTS.claim,
    [bucket.session + sessionId, bucket.byExpiry, bucket.byCreation],
    () => [member, token, codec.seals ? 'b' : ''],
    { opId: token, binary: codec.seals },
  );
  if (reply === 0) return undefined;
  const dump = parseDump(reply);
  return sessionOf(sessionId, stateOf(dump), dump, codec);
}

async function remove(
  { runner }: StoreContext,
  { bucket, member, sessionId }: ExpiredEntry,
  token: string,
): Promise<number> {
  const reply = await runner.run(
    SCRIPTS.expire,
    [
      bucket.session + sessionId,
      bucket.evenOps + sessionId,
      bucket.oddOps + sessionId,
      bucket.byExpiry,
      bucket.byCreation,
    ],
    ({ again }) => [member, token, again ? 1 : 0],
    { opId: token === '' ? mintOpId() : token },
  );
  return Number(reply);
}

/** Best effort: a claim that can't be let go ends by itself. */
async function unclaim({ runner }: StoreContext, { bucket, sessionId }: ExpiredEntry, token: string): Promise<void> {
  await runner
    .run(SCRIPTS.unclaim, [bucket.session + sessionId], () => [token], { opId: token })
    .catch(() => undefined);
}
