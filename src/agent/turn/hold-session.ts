import { EVENT_SEQ } from '../../conversation/live-sessions.js';
import { type HeldSession } from '../../session/held-session.js';
import { missingSession, SessionExpired, SessionNotFound } from '../../session/session.errors.js';
import { type TurnPorts } from './turn-ports.js';
import { type TurnRequest } from './turn-request.js';

/** A session that this turn alone may work on. */
export interface TurnSession {
  readonly held: HeldSession;
  /** Number of the last event its clients got. */
  readonly lastEventSeq: number;
  /** The store had lost it, and it was rebuilt for this turn. */
  readonly resumed: boolean;
}

/**
 * Takes the session's lease; one that the store lost is rebuilt from its conversation first.
 * @throws ConversationBusy, SessionNotFound, SessionGone, StoreUnavailable, the reason of `signal`
 */
export async function holdSession(
  ports: Pick<TurnPorts, 'leases' | 'liveSessions' | 'sessions'>,
  { sessionId, onBusy }: Pick<TurnRequest, 'sessionId' | 'onBusy'>,
  signal: AbortSignal,
): Promise<TurnSession> {
  const options = { onBusy: onBusy === 'reject' ? 'reject' : 'queue', signal } as const;
  let resumed = false;
  let held: HeldSession;
  try {
    held = await ports.leases.hold(sessionId, options);
  } catch (error) {
    if (!(error instanceof SessionNotFound || error instanceof SessionExpired)) throw error;
    ({ resumed } = await ports.liveSessions.open(sessionId));
    held = await ports.leases.hold(sessionId, options);
  }
  try {
    // Read under the lease: the turn before this one moved the numbering.
    const found = await ports.sessions.get(sessionId);
    if (found.status !== 'found') throw missingSession(found);
    return { held, lastEventSeq: found.session.counters[EVENT_SEQ] ?? 0, resumed };
  } catch (error) {
    await held.release();
    throw error;
  }
}
