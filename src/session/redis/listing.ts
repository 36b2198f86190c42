import { ValidationFailed } from '../../common/app-error.js';
import { type SessionData } from '../session-data.js';
import { type SessionPage } from '../session-results.js';
import { parseMember } from './index-member.js';
import { MergedBuckets } from './merged-buckets.js';
import { SCRIPTS } from './scripts.js';
import { type SessionReader } from './session-reader.js';
import { READ, type StoreContext } from './store-context.js';

interface Listed {
  readonly member: string;
  readonly session: SessionData;
}

const CURSOR_KIND = 'r1 ';

/**
 * A page of live sessions over all buckets by (createdAt, sessionId), starting after the cursor. The cursor is a position, not a
 * session: it stays good when the session it was made from is gone.
 * @throws ValidationFailed for a cursor this store didn't make
 */
export async function listPage(
  context: StoreContext,
  reader: SessionReader,
  limit: number,
  cursor: string | null,
): Promise<SessionPage> {
  const merged = membersAfter(context, cursor === null ? null : decodeCursor(cursor), limit);
  const page: Listed[] = [];
  while (page.length <= limit) {
    const members = await merged.take(limit + 1 - page.length);
    if (members.length === 0) break;
    const listed = await Promise.all(members.map((member) => readMember(reader, member)));
    page.push(...listed.filter((item) => item !== undefined));
  }
  const hasMore = page.length > limit;
  if (hasMore) page.pop();
  const last = page.at(-1);
  return {
    sessions: page.map(({ session }) => session),
    nextCursor: hasMore && last ? Buffer.from(CURSOR_KIND + last.member).toString('base64url') : null,
  };
}

/** How many sessions are alive: one count per bucket, sent together. */
export async function countActive({ runner, keys }: StoreContext): Promise<number> {
  const counts = await Promise.all(
    keys.buckets.map(({ byExpiry }) => runner.run(SCRIPTS.count, [byExpiry], () => [], READ)),
  );
  return counts.reduce<number>((sum, count) => sum + Number(count), 0);
}

function membersAfter({ runner, keys }: StoreContext, after: string | null, limit: number): MergedBuckets<string> {
  const start = after === null ? '-' : `(${after}`;
  // Twice a bucket's fair share, so that few buckets have to be asked again.
  const chunk = 2 + Math.ceil((2 * limit) / keys.buckets.length);
  return new MergedBuckets(
    keys.buckets,
    chunk,
    async ({ byCreation }, last) => {
      const members = await runner.run(
        SCRIPTS.page,
        [byCreation],
        () => [last === undefined ? start : `(${last}`, chunk],
        READ,
      );
      return members as string[];
    },
    (a, b) => a < b,
  );
}

/** The session if it is alive and the one that the entry was made for; an entry can outlive its session. */
async function readMember(reader: SessionReader, member: string): Promise<Listed | undefined> {
  const entry = parseMember(member);
  const lookup = entry && (await reader.read(entry.sessionId));
  if (lookup?.status !== 'found' || lookup.session.createdAt !== entry?.createdAt) return undefined;
  return { member, session: lookup.session };
}

function decodeCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  const member = text.slice(CURSOR_KIND.length);
  if (text.startsWith(CURSOR_KIND) && parseMember(member)) return member;
  throw ValidationFailed.of('cursor', 'must be the nextCursor of an earlier page');
}
