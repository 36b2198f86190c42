import { toProblem } from '../../common/problem.js';
import { type TurnPorts } from './turn-ports.js';
import { TurnFailed } from './turn.errors.js';

/** Ends a turn that was lost and is not taken over: its message may be what kills those who answer it. */
export async function giveUpTurn(
  { turns, events, clock, warn }: TurnPorts,
  sessionId: string,
  turnId: string,
): Promise<void> {
  const at = clock.date();
  const failure = new TurnFailed('This message could not be answered. Try to put it in other words.');
  warn({ code: failure.code, sessionId, turnId });
  const floor = await turns.lastEventSeq(sessionId);
  const error = { type: 'error' as const, turnId, at: at.toISOString(), error: toProblem(failure, {}) };
  const told = await events.append({ sessionId, events: [error], floor, epoch: null });
  const seq = told.status === 'appended' ? (told.events[0]?.seq ?? floor + 1) : floor + 1;
  const numbers = { firstEventSeq: seq, lastEventSeq: seq };
  await turns.end({ sessionId, turnId, status: 'failed', errorCode: failure.code, ...numbers, at });
}
