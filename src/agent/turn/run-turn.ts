import { type AgentResponse } from '@frontdesk/client';
import { createHash } from 'node:crypto';
import { AppError, ValidationFailed } from '../../common/app-error.js';
import { newId } from '../../common/ids.js';
import { toAgentResponse } from '../../conversation/agent-response.js';
import { type BeginTurnOutcome } from '../../conversation/begin-turn.js';
import { repeatedTurn } from '../../conversation/repeated-turn.js';
import { SessionGone, SessionNotFound } from '../../session/session.errors.js';
import { currentSpan } from '../../telemetry/spans.js';
import { inStage } from '../../telemetry/turn-stage.js';
import { answerTurn } from './answer-turn.js';
import { hearForPerson } from './hear-for-person.js';
import { holdSession, type TurnSession } from './hold-session.js';
import { type TurnCuts, type TurnListener } from './turn-listener.js';
import { type TurnPlace } from './turn-place.js';
import { type TurnPorts } from './turn-ports.js';
import { type TurnRequest } from './turn-request.js';
import { TurnTeller } from './turn-teller.js';
import { IdempotencyKeyReused, superseded } from './turn.errors.js';

/** A free session is held within this time, in ms; beyond it, another turn has it. */
const LINE_PATIENCE_MS = 5;

/**
 * The one way through: lease, begin, gather, decide, answer, commit, project. Nothing is told before the message is stored, and
 * `complete` only after the reply is. Goes on when nobody listens any more; to end it, abort a signal.
 *
 * @returns the answer, or the failure that the turn's `error` event told
 * @throws before the message is accepted only: what `holdSession` throws, IdempotencyKeyReused, ValidationFailed, DatabaseUnavailable
 */
export async function runTurn(
  ports: TurnPorts,
  request: TurnRequest,
  cuts: TurnCuts,
  listener: TurnListener,
  place: TurnPlace,
): Promise<AgentResponse | AppError> {
  const startedAt = ports.clock.now();
  const turnId = newId('turn');
  currentSpan().setAttribute('frontdesk.turn_id', turnId);
  const session = await inStage('hold', () =>
    place.away(LINE_PATIENCE_MS, () => holdSession(ports, request, cuts.stop)),
  );
  try {
    const begun = await inStage('open', () => begin(ports, request, turnId));
    switch (begun.status) {
      case 'answered':
        return repeat(begun, listener);
      case 'with_human':
        return await hearForPerson(ports, request, session, begun.heard, listener);
      case 'begun':
        return await answerBegun({ ports, request, session, turnId, startedAt, cuts, listener, place }, begun.turn);
    }
  } finally {
    await session.held.release();
  }
}

type Begun = Extract<BeginTurnOutcome, { status: 'begun' | 'answered' | 'with_human' }>;

interface Running {
  readonly ports: TurnPorts;
  readonly request: TurnRequest;
  readonly session: TurnSession;
  readonly turnId: string;
  readonly startedAt: number;
  readonly cuts: TurnCuts;
  readonly listener: TurnListener;
  readonly place: TurnPlace;
}

function answerBegun(
  { ports, request, session, turnId, startedAt, cuts, listener, place }: Running,
  turn: Extract<BeginTurnOutcome, { status: 'begun' }>['turn'],
): Promise<AgentResponse | AppError> {
  const { sessionId, message } = request;
  const fenced = new AbortController();
  const { epoch, lastEventSeq: floor, unfinishedBefore, messageId, messageSeq } = turn;
  const terms = { sessionId, turnId, epoch, floor, unfinishedBefore };
  const teller = new TurnTeller(ports.events, ports.clock, terms, {
    onTold: listener.event,
    onFenced: () => {
      fenced.abort(superseded());
    },
  });
  listener.accepted({ messageId, messageSeq, turnId, handledBy: 'agent' });
  const together = [...turn.pending.map((pending) => pending.message), message].join('\n');
  const open = {
    ...{ ports, session, teller, turnId, startedAt, turn, place },
    request: { ...request, message: together },
    ownMessage: message,
  };
  const signal = AbortSignal.any([cuts.stop, cuts.answering, session.held.signal, fenced.signal]);
  return answerTurn(open, signal);
}

async function begin({ turns, clock, limits }: TurnPorts, request: TurnRequest, turnId: string): Promise<Begun> {
  const { sessionId, message, attachmentIds, clientMessageId, resumes = null, durable = false } = request;
  const messageId = newId('msg');
  const outcome = await turns.begin({
    sessionId,
    turnId,
    messageId,
    message,
    clientMessageId,
    bodyHash: bodyHashOf(request),
    attachmentIds,
    resumes,
    durable,
    memoryHalfLifeMs: limits.memoryHalfLifeMs,
    at: clock.date(),
  });
  const { status } = outcome;
  if (status === 'begun' || status === 'answered' || status === 'with_human') return outcome;
  throw refusal(status);
}

function bodyHashOf({ message, attachmentIds }: TurnRequest): string {
  const hash = createHash('sha256').update(message);
  for (const attachmentId of attachmentIds) hash.update('\0').update(attachmentId);
  return hash.digest('base64');
}

function refusal(status: Exclude<BeginTurnOutcome['status'], Begun['status']>): Error {
  switch (status) {
    case 'not_found':
      return new SessionNotFound('There is no such session.');
    case 'deleted':
      return new SessionGone('The session was deleted.');
    case 'unknown_attachment':
      return ValidationFailed.of('attachmentIds', 'names a file that this session does not have; upload it first');
    case 'body_differs':
      return new IdempotencyKeyReused(
        'This clientMessageId was used for another message. Use a new one, or send the same message again.',
      );
  }
}

/** The stored answer once more, under the numbers it had, and to this caller alone: everybody else has it. */
function repeat({ turn, asked }: Extract<Begun, { status: 'answered' }>, listener: TurnListener): AgentResponse {
  const response = toAgentResponse(turn);
  const { turnId } = turn;
  listener.accepted({ messageId: asked.messageId, messageSeq: asked.seq, turnId, handledBy: 'agent', response });
  for (const event of repeatedTurn(turn, asked)) listener.event(event);
  return response;
}
