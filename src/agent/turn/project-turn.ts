import { EVENT_SEQ } from '../../conversation/live-sessions.js';
import { type TurnSession } from './hold-session.js';
import { type TurnPorts } from './turn-ports.js';

/** What the live session shows of a turn. */
export interface Projection {
  readonly sessionId: string;
  readonly turnId: string;
  readonly messageCount: number;
  readonly lastEventSeq: number;
  readonly decision?: 'answer' | 'abstain' | 'escalate';
  readonly requestId: string;
}

/**
 * Shows a committed turn in the session store, under the lease. Postgres already has it: a store that refuses or fails now costs
 * nothing but a rebuild later, so this never fails a turn.
 */
export async function projectTurn(
  { sessions, warn }: Pick<TurnPorts, 'sessions' | 'warn'>,
  { held }: Pick<TurnSession, 'held'>,
  { sessionId, turnId, messageCount, lastEventSeq, decision, requestId }: Projection,
): Promise<void> {
  try {
    const patch = {
      counters: { messageCount, [EVENT_SEQ]: lastEventSeq },
      requestId,
      ...(decision === 'escalate' ? { escalated: true } : {}),
    };
    const result = await sessions.update(sessionId, patch, { grant: held.grant, touch: true });
    if (result.status !== 'applied') warn({ code: `projection_${result.status}`, sessionId, turnId });
  } catch {
    warn({ code: 'projection_failed', sessionId, turnId });
  }
}
