import { isDeepStrictEqual } from 'node:util';
import { type Clock } from '../../common/clock.js';
import { type SessionData, type SessionPatch } from '../../session/session-data.js';
import { type SessionStore } from '../../session/session-store.js';
import { initOf, valuesOf } from './portable-session.js';
import { SessionsInputInvalid } from './sessions-errors.js';
import { type Tally } from './tally.js';
import { walkSessions } from './walk-sessions.js';

/**
 * `current`: it is there with the same values. `updated`: it is there, and a later change of the source was brought over. `newer`: it
 * is there with other values and was changed there last; left alone. `deleted`: it was deleted there a short while ago.
 */
export type MigrateOutcome = 'copied' | 'updated' | 'current' | 'newer' | 'expired' | 'deleted';

/**
 * Copies every live session of `source` to `target`, whose values are sealed as that store seals. A session that is there already gets
 * the source's values when nobody has touched the copy, or when the source's change is the later one by the two servers' clocks.
 */
export async function migrateSessions(
  source: Pick<SessionStore, 'listActive'>,
  target: Pick<SessionStore, 'create' | 'get' | 'update'>,
  tally: Tally<MigrateOutcome>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  for await (const sessions of walkSessions(source, signal)) {
    await Promise.all(
      sessions.map(async (session) => {
        tally.add(await migrateSession(target, session, clock.now()));
      }),
    );
  }
}

async function migrateSession(
  target: Pick<SessionStore, 'create' | 'get' | 'update'>,
  session: SessionData,
  now: number,
): Promise<MigrateOutcome> {
  const init = initOf(session, now);
  if (!init) return 'expired';
  const result = await target.create(init);
  switch (result.status) {
    case 'applied':
    case 'replayed':
      return 'copied';
    case 'conflict':
      return catchUp(target, session);
    case 'not_found':
      return 'deleted';
    case 'limit':
      throw new SessionsInputInvalid(`Session ${session.sessionId} is over a limit of the target: ${result.limit}.`);
  }
}

async function catchUp(target: Pick<SessionStore, 'get' | 'update'>, session: SessionData): Promise<MigrateOutcome> {
  const { sessionId } = session;
  const lookup = await target.get(sessionId);
  if (lookup.status !== 'found') return lookup.status === 'expired' ? 'expired' : 'deleted';
  const { version, incarnation, changeSeq, updatedAt } = lookup.session;
  if (isDeepStrictEqual(valuesOf(lookup.session), valuesOf(session))) return 'current';
  const untouched = changeSeq === 1;
  if (!untouched && updatedAt >= session.updatedAt) return 'newer';
  const patch = patchBetween(lookup.session, session);
  const result = await target.update(sessionId, patch, { ifVersion: { version, incarnation } });
  return result.status === 'applied' || result.status === 'replayed' ? 'updated' : 'newer';
}

/** What makes `from` carry the values of `to`. */
function patchBetween(from: SessionData, to: SessionData): SessionPatch {
  const removed = Object.fromEntries(Object.keys(from.metadata).map((key) => [key, null]));
  const zeroed = Object.fromEntries(Object.keys(from.counters).map((name) => [name, 0]));
  const { metadata, counters, ...scalars } = valuesOf(to);
  return { ...scalars, metadata: { ...removed, ...metadata }, counters: { ...zeroed, ...counters } };
}
