import { setTimeout as sleep } from 'node:timers/promises';
import { type SessionStore } from '../../session/session-store.js';
import { type Tally } from './tally.js';
import { walkSessions } from './walk-sessions.js';

/** `missing`: it ended while the walk was under way. */
export type RewrapOutcome = 'resealed' | 'current' | 'missing';

/**
 * Has every live session sealed with the first key, at most `perSecond` of them a second. Sessions written from now on are sealed with
 * it anyway; once this is through, the other keys may go.
 */
export async function rewrapSessions(
  store: Pick<SessionStore, 'listActive' | 'reseal'>,
  tally: Tally<RewrapOutcome>,
  { perSecond, signal }: { readonly perSecond: number; readonly signal: AbortSignal },
): Promise<void> {
  const start = performance.now();
  let taken = 0;
  for await (const sessions of walkSessions(store, signal)) {
    for (const { sessionId } of sessions) {
      const early = start + (taken * 1000) / perSecond - performance.now();
      if (early > 1) await sleep(early, undefined, { signal });
      signal.throwIfAborted();
      taken += 1;
      const { status } = await store.reseal(sessionId);
      tally.add(status === 'resealed' || status === 'current' ? status : 'missing');
    }
  }
}
