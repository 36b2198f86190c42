import { createHash } from 'node:crypto';
import { ValidationFailed } from '../../common/app-error.js';
import { newId } from '../../common/ids.js';
import { type BeginTurnOutcome } from '../../conversation/begin-turn.js';
import { SessionGone, SessionNotFound } from '../../session/session.errors.js';
import { toAgentResponse } from './agent-response.js';
import { answerTurn } from './answer-turn.js';
import { EventSequence } from './event-sequence.js';
import { holdSession, type TurnSession } from './hold-session.js';
import { projectTurn } from './project-turn.js';
import { type TurnEvent } from './turn-event.js';
import { type TurnPorts } from './turn-ports.js';
import { type TurnRequest } from './turn-request.js';
import { IdempotencyKeyReused, TakenOverByHuman } from './turn.errors.js';

/**
 * The one way through: lease, begin, gather, decide, answer, commit, project. Consume it to its end, also when the customer has
 * left; to stop it, abort `signal`. Nothing is emitted before the message is stored, and `complete` only after the reply is.
 *
 * @throws before the first event only: what `holdSession` throws, IdempotencyKeyReused, ValidationFailed, TakenOverByHuman, DatabaseUnavailable.
 *   Later failures are an `error` event.
 */
export async function* runTurn(
  ports: TurnPorts,
  request: TurnRequest,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, void> {
  const startedAt = ports.clock.now();
  const session = await holdSession(ports, request, signal);
  try {
    const turnId = newId('turn');
    const begun = await begin(ports, request, turnId);
    if (begun.status === 'answered') {
      yield* replay(ports, session, begun);
    } else {
      const lastEventSeq = Math.max(session.lastEventSeq, begun.turn.lastEventSeq);
      const events = new EventSequence(request.sessionId, turnId, lastEventSeq, ports.clock);
      const cut = AbortSignal.any([signal, session.held.signal]);
      yield* answerTurn({ ports, request, session, events, turnId, startedAt, turn: begun.turn }, cut);
    }
  } finally {
    await session.held.release();
  }
}

type Begun = Extract<BeginTurnOutcome, { status: 'begun' }>;
type Answered = Extract<BeginTurnOutcome, { status: 'answered' }>;

async function begin(
  { turns, clock, limits }: TurnPorts,
  request: TurnRequest,
  turnId: string,
): Promise<Begun | Answered> {
  const { sessionId, message, attachmentIds, clientMessageId } = request;
  const messageId = newId('msg');
  const outcome = await turns.begin({
    sessionId,
    turnId,
    messageId,
    message,
    clientMessageId,
    bodyHash: bodyHashOf(request),
    attachmentIds,
    memoryHalfLifeMs: limits.memoryHalfLifeMs,
    at: clock.date(),
  });
  if (outcome.status === 'begun' || outcome.status === 'answered') return outcome;
  throw refusal(outcome.status);
}

function bodyHashOf({ message, attachmentIds }: TurnRequest): string {
  const hash = createHash('sha256').update(message);
  for (const attachmentId of attachmentIds) hash.update('\0').update(attachmentId);
  return hash.digest('base64');
}

function refusal(status: Exclude<BeginTurnOutcome['status'], 'begun' | 'answered'>): Error {
  switch (status) {
    case 'not_found':
      return new SessionNotFound('There is no such session.');
    case 'deleted':
      return new SessionGone('The session was deleted.');
    case 'unknown_attachment':
      return ValidationFailed.of('attachmentIds', 'names a file that this session does not have; upload it first');
    case 'with_human':
      return new TakenOverByHuman('A person answers this conversation now.');
    case 'body_differs':
      return new IdempotencyKeyReused(
        'This clientMessageId was used for another message. Use a new one, or send the same message again.',
      );
  }
}

/** The stored answer once more, in the same envelope. */
async function* replay(
  ports: TurnPorts,
  session: TurnSession,
  { turn, lastEventSeq }: Answered,
): AsyncGenerator<TurnEvent, void> {
  const from = Math.max(session.lastEventSeq, lastEventSeq);
  const events = new EventSequence(turn.sessionId, turn.turnId, from, ports.clock);
  if (turn.citations.length > 0) yield events.stamp({ type: 'sources', sources: turn.citations });
  yield events.stamp({ type: 'text', delta: turn.reply });
  const complete = events.stamp({ type: 'complete', response: toAgentResponse(turn) });
  if (!session.away) {
    await projectTurn(ports, session, { ...turn, lastEventSeq: events.last, requestId: turn.result.requestId });
  }
  yield complete;
}
