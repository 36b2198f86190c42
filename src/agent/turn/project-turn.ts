import { type TurnSession } from './hold-session.js';
import { type TurnPorts } from './turn-ports.js';

/** What the live session shows of a turn. */
export interface Projection {
  readonly sessionId: string;
  readonly turnId: string;
  readonly messageCount: number;
  readonly decision?: 'answer' | 'abstain' | 'escalate';
  readonly requestId: string;
}

/**
 * Shows a committed turn in the session store, under the lease. Postgres already has it: a store that refuses or fails now costs
 * nothing but a rebuild or a later projection, so this never fails a turn.
 */
export async function projectTurn(
  { sessions, projection, warn }: Pick<TurnPorts, 'sessions' | 'projection' | 'warn'>,
  { held }: Pick<TurnSession, 'held'>,
  { sessionId, turnId, messageCount, decision, requestId }: Projection,
): Promise<void> {
  try {
    const patch = {
      counters: { messageCount },
      requestId,
      ...(decision === 'escalate' ? { escalated: true } : {}),
    };
    const options = { touch: true, ...(held.grant ? { grant: held.grant } : {}) };
    const result = await projection.tell(sessionId, () => sessions.update(sessionId, patch, options));
    // Undefined: the store went away, which is told once and not by every turn.
    if (result && result.status !== 'applied' && result.status !== 'replayed') {
      warn({ code: `projection_${result.status}`, sessionId, turnId });
    }
  } catch {
    warn({ code: 'projection_failed', sessionId, turnId });
  }
}
