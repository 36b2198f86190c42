import { type HeldSession } from '../../session/held-session.js';
import { SessionExpired, SessionNotFound } from '../../session/session.errors.js';
import { type TurnPorts } from './turn-ports.js';
import { type TurnRequest } from './turn-request.js';

/** A session that this turn alone may work on. */
export interface TurnSession {
  readonly held: HeldSession;
  /** The store had lost it, and it was rebuilt for this turn. */
  readonly resumed: boolean;
  /** The store is out of reach: the turn goes on from the record, whose epoch alone keeps other instances out. */
  readonly away: boolean;
}

type Ports = Pick<TurnPorts, 'leases' | 'liveSessions'>;

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
  if (held.grant) return { held, resumed, away: false };
  try {
    // A local hold has not looked at the session yet.
    const { degraded } = await ports.liveSessions.open(sessionId);
    return { held, resumed, away: degraded };
  } catch (error) {
    await held.release();
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof SessionNotFound || error instanceof SessionExpired;
}
