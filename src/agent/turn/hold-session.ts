import { EVENT_SEQ } from '../../conversation/session-of-conversation.js';
import { type HeldSession } from '../../session/held-session.js';
import { isStoreAway, missingSession, SessionExpired, SessionNotFound } from '../../session/session.errors.js';
import { type TurnPorts } from './turn-ports.js';
import { type TurnRequest } from './turn-request.js';

/** A session that this turn alone may work on. */
export interface TurnSession {
  readonly held: HeldSession;
  /** Number of the last event its clients got, as far as the session knows; the record may know of later ones. */
  readonly lastEventSeq: number;
  /** The store had lost it, and it was rebuilt for this turn. */
  readonly resumed: boolean;
  /** The store is out of reach: the turn goes on from the record, whose epoch alone keeps other instances out. */
  readonly away: boolean;
}

type Ports = Pick<TurnPorts, 'leases' | 'liveSessions' | 'sessions'>;

/**
 * Takes the session's lease; one that the store lost is rebuilt from its conversation first.
 * @throws ConversationBusy, SessionNotFound, SessionGone, the reason of `signal`
 */
export async function holdSession(
  ports: Ports,
  { sessionId, onBusy }: Pick<TurnRequest, 'sessionId' | 'onBusy'>,
  signal: AbortSignal,
): Promise<TurnSession> {
  const options = { onBusy: onBusy === 'reject' ? 'reject' : 'queue', signal, whenAway: 'hold_locally' } as const;
  const hold = (): Promise<HeldSession> => ports.leases.hold(sessionId, options);
  let resumed = false;
  let held: HeldSession;
  try {
    held = await hold();
  } catch (error) {
    if (!isMissing(error)) throw error;
    ({ resumed } = await ports.liveSessions.open(sessionId));
    held = await hold();
  }
  try {
    return { held, resumed, ...(await readSession(ports, sessionId, held)) };
  } catch (error) {
    await held.release();
    throw error;
  }
}

/** Read under the lease: the turn before this one moved the numbering. */
async function readSession(
  { sessions, liveSessions }: Ports,
  sessionId: string,
  { grant }: HeldSession,
): Promise<Pick<TurnSession, 'lastEventSeq' | 'away'>> {
  try {
    const found = await sessions.get(sessionId);
    if (found.status === 'found') return { lastEventSeq: found.session.counters[EVENT_SEQ] ?? 0, away: false };
    // Under a lease it was there a moment ago; a local hold has not looked yet.
    if (grant) throw missingSession(found);
    const { session, degraded } = await liveSessions.open(sessionId);
    return { lastEventSeq: session.counters[EVENT_SEQ] ?? 0, away: degraded };
  } catch (error) {
    if (!isStoreAway(error)) throw error;
    return { lastEventSeq: 0, away: true };
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof SessionNotFound || error instanceof SessionExpired;
}
