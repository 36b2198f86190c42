import { AppError } from '../../common/app-error.js';
import { newId } from '../../common/ids.js';
import { type BegunTurn } from '../../conversation/begin-turn.js';
import { type CompletedTurn, type TurnResult } from '../../conversation/turn-record.js';
import { toAgentResponse } from './agent-response.js';
import { composeAnswer, composeEscalation, type Reply } from './compose.js';
import { decide } from './decide.js';
import { type EventSequence } from './event-sequence.js';
import { gather, type Gathered } from './gather.js';
import { type TurnSession } from './hold-session.js';
import { projectTurn } from './project-turn.js';
import { type TurnEvent } from './turn-event.js';
import { type TurnPorts } from './turn-ports.js';
import { type TurnRequest } from './turn-request.js';
import { TurnFailed, TurnStopped, TurnSuperseded } from './turn.errors.js';

/** What an answer says it did without when the session store was away. */
const WITHOUT_STORE = 'no-redis';

/** One open turn and what it works with. */
interface OpenTurn {
  readonly ports: TurnPorts;
  readonly request: TurnRequest;
  readonly session: TurnSession;
  readonly events: EventSequence;
  readonly turnId: string;
  readonly startedAt: number;
  readonly turn: BegunTurn;
}

/** Takes an open turn to its `complete`, or to an `error` after which the same message may be sent again. */
export async function* answerTurn(open: OpenTurn, signal: AbortSignal): AsyncGenerator<TurnEvent, void> {
  const { events, turn } = open;
  try {
    yield events.stamp({ type: 'start', messageId: turn.messageId, messageSeq: turn.messageSeq });
    yield* answer(open, signal);
  } catch (thrown) {
    const error = failureOf(thrown, signal);
    const failed = events.stamp({ type: 'error', error });
    await recordFailure(open, error);
    yield failed;
  }
}

async function* answer(open: OpenTurn, signal: AbortSignal): AsyncGenerator<TurnEvent, void> {
  const { ports, request, events, turn, turnId } = open;
  const { sessionId, message, requestId } = request;
  yield events.stamp({ type: 'status', stage: 'searching' });
  const gathered = await gather(ports.tools, message, turn, { sessionId, turnId, requestId, signal });
  const decision = decide(gathered);
  if (decision.action === 'escalate') {
    const reply = composeEscalation(decision.signal);
    const committed = await commit(open, gathered, reply, signal, 3);
    if (committed.ticketId) {
      yield events.stamp({ type: 'escalation', ...decision.signal, ticketId: committed.ticketId });
    }
    yield events.stamp({ type: 'text', delta: committed.reply });
    yield events.stamp({ type: 'complete', response: toAgentResponse(committed) });
    return;
  }
  const parts = composeAnswer(ports.answerer, request, turn, gathered, signal);
  let part = await parts.next();
  for (; !part.done; part = await parts.next()) yield events.stamp(part.value);
  const committed = await commit(open, gathered, part.value, signal, 1);
  yield events.stamp({ type: 'complete', response: toAgentResponse(committed) });
}

/** @throws TurnSuperseded when another turn of the conversation began in the meantime */
async function commit(
  open: OpenTurn,
  gathered: Gathered,
  reply: Reply,
  signal: AbortSignal,
  eventsToCome: number,
): Promise<CompletedTurn> {
  const { ports, request, session, events, turnId, turn } = open;
  signal.throwIfAborted();
  const lastEventSeq = events.last + eventsToCome;
  const committed = await ports.turns.commit({
    sessionId: request.sessionId,
    turnId,
    epoch: turn.epoch,
    messageCount: turn.messageCount,
    customerMessageId: turn.messageId,
    replyMessageId: newId('msg'),
    reply: reply.text,
    citations: reply.citations,
    decision: reply.decision,
    result: resultOf(open, gathered, reply),
    facts: gathered.facts.map(({ kind, value }) => ({ memoryId: newId('mem'), kind, value })),
    ticket: reply.escalation ? { ticketId: newId('tkt'), reasons: reply.escalation.reasons } : null,
    lastEventSeq,
    unprojected: session.away,
    at: ports.clock.date(),
  });
  if (!committed) throw new TurnSuperseded('A newer message of this conversation came first. Send this one again.');
  if (!session.away) await projectTurn(ports, session, { ...committed, lastEventSeq, requestId: request.requestId });
  return committed;
}

function resultOf(
  { ports, request, session, startedAt, turn }: OpenTurn,
  gathered: Gathered,
  reply: Reply,
): TurnResult {
  const { reasons, confidence } = reply.escalation ?? {};
  return {
    confidence: reply.confidence,
    grounding: reply.grounding,
    ...(reasons && confidence !== undefined ? { escalation: { reasons, confidence } } : {}),
    toolsUsed: gathered.toolsUsed,
    processingTimeMs: ports.clock.now() - startedAt,
    requestId: request.requestId,
    hasContext: turn.history.length > 0,
    factsExtracted: gathered.facts.length,
    sessionStore: ports.sessionStoreType,
    model: ports.answerer.model,
    degraded: session.away ? [WITHOUT_STORE, ...gathered.degraded] : gathered.degraded,
    resumed: session.resumed,
  };
}

function failureOf(thrown: unknown, signal: AbortSignal): AppError {
  if (thrown instanceof AppError) return thrown;
  if (signal.aborted) return new TurnStopped('The answer was stopped. Send the message again to get one.');
  return new TurnFailed('Something went wrong on our side. The message is kept: send it again.', { cause: thrown });
}

/** The customer's message is stored and counted all the same. */
async function recordFailure(open: OpenTurn, error: AppError): Promise<void> {
  const { ports, request, session, events, turn, turnId } = open;
  const { sessionId, requestId } = request;
  // Here and not at the edge: a stream that has begun passes no filter.
  if (error instanceof TurnFailed) ports.warn({ code: error.code, sessionId, turnId, cause: error.cause });
  const status = error instanceof TurnStopped ? 'cancelled' : 'failed';
  try {
    const ended = { sessionId, turnId, status, errorCode: error.code, lastEventSeq: events.last } as const;
    await ports.turns.end({ ...ended, at: ports.clock.date() });
  } catch {
    // The customer is told of the first failure; the next turn supersedes this one.
    ports.warn({ code: 'turn_end_failed', sessionId, turnId });
  }
  const { messageCount } = turn;
  await projectTurn(ports, session, { sessionId, turnId, messageCount, lastEventSeq: events.last, requestId });
}
