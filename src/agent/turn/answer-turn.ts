import { AppError } from '../../common/app-error.js';
import { type ToolContext } from '../../tools/contract/tool.js';
import { toAgentResponse } from './agent-response.js';
import { commitReply, type Outcome } from './commit-reply.js';
import { composeAnswer, ownWords, type Reply } from './compose.js';
import { decide, reconsider } from './decide.js';
import { gather } from './gather.js';
import { prepareHandOver } from './hand-over.js';
import { type OpenTurn } from './open-turn.js';
import { projectTurn } from './project-turn.js';
import { type TurnEvent } from './turn-event.js';
import { TurnFailed, TurnStopped } from './turn.errors.js';

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
  const { ports, request, events, turn } = open;
  const context = contextOf(open, signal);
  yield events.stamp({ type: 'status', stage: 'searching' });
  const gathered = await gather(ports.tools, request, turn, context, halfOfTimeLeft(open));
  const decision = decide(gathered, turn);
  if (decision.action === 'escalate') {
    const reply = ownWords('escalate', '', decision.signal.confidence);
    yield* escalate(open, { gathered, reply, signal: decision.signal }, context);
    return;
  }
  const { message } = request;
  const tools = ports.tools.callable(context);
  const parts = composeAnswer(ports.answerer, { message, turn, tools, deadline: deadlineOf(open), signal }, gathered);
  let part = await parts.next();
  for (; !part.done; part = await parts.next()) yield events.stamp(part.value);
  const { reply, void: isVoid } = part.value;
  const second = reconsider(reply, turn, gathered, ports.escalation);
  if (second && !ports.escalation.shadow) {
    yield* escalate(open, { gathered, reply, signal: second, isVoid }, context);
    return;
  }
  if (reply.decision === 'abstain') yield events.stamp(told(reply.text, isVoid));
  const shadowed = second ?? (gathered.assessment.shadow ? gathered.assessment.signal : null);
  if (shadowed) ports.warn({ code: 'would_escalate', ...idsOf(open), reasons: shadowed.reasons });
  const committed = await commitReply(open, { gathered, reply, shadowed, handOver: null, eventsToCome: 1 }, signal);
  yield events.stamp({ type: 'complete', response: toAgentResponse(committed) });
}

/** Hands the conversation over. An answer that was told already stays; an abstention gives way to the news of the ticket. */
async function* escalate(
  open: OpenTurn,
  { gathered, reply, signal, isVoid = false }: Pick<Outcome, 'gathered'> & Escalation,
  context: ToolContext,
): AsyncGenerator<TurnEvent, void> {
  const { ports, request, events, turn } = open;
  const known = { message: request.message, turn, gathered };
  const handOver = await prepareHandOver(ports, signal, known, context, halfOfTimeLeft(open));
  const kept = reply.decision === 'answer' ? `${reply.text}\n\n` : '';
  const escalated: Reply = { ...reply, decision: 'escalate', text: kept + handOver.text };
  const outcome = { gathered, reply: escalated, shadowed: null, handOver: { ...handOver, signal }, eventsToCome: 3 };
  const committed = await commitReply(open, outcome, context.signal);
  const { reasons, confidence, explanation } = signal;
  const ticketId = committed.ticketId ?? handOver.ticket.ticketId;
  yield events.stamp({ type: 'escalation', reasons, confidence, explanation, ticketId });
  yield events.stamp(told(committed.reply.slice(kept.length === 0 ? 0 : reply.text.length), isVoid));
  yield events.stamp({ type: 'complete', response: toAgentResponse(committed) });
}

interface Escalation {
  readonly reply: Reply;
  readonly signal: NonNullable<Outcome['shadowed']>;
  /** What was told before is taken back. */
  readonly isVoid?: boolean;
}

function told(delta: string, isVoid: boolean): { type: 'text'; delta: string; replace?: true } {
  return isVoid ? { type: 'text', delta, replace: true } : { type: 'text', delta };
}

function contextOf(open: OpenTurn, signal: AbortSignal): ToolContext {
  const { user } = open.turn;
  return { ...idsOf(open), requestId: open.request.requestId, signal, ...(user ? { user } : {}) };
}

function idsOf({ request, turnId }: OpenTurn): { readonly sessionId: string; readonly turnId: string } {
  return { sessionId: request.sessionId, turnId };
}

function deadlineOf({ ports, startedAt }: OpenTurn): number {
  return startedAt + ports.limits.timeoutMs;
}

/** Tools get at most half of the time that is left: somebody has to word an answer after them. */
function halfOfTimeLeft(open: OpenTurn): number {
  return Math.max(1, (deadlineOf(open) - open.ports.clock.now()) / 2);
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
