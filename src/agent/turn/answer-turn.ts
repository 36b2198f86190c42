import { type AgentResponse, type ChatMessage } from '@frontdesk/client';
import { AppError } from '../../common/app-error.js';
import { toProblem } from '../../common/problem.js';
import { toAgentResponse } from '../../conversation/agent-response.js';
import { toChatMessage } from '../../conversation/chat-message.js';
import { type CompletedTurn } from '../../conversation/turn-record.js';
import { inStage } from '../../telemetry/turn-stage.js';
import { type ToolContext } from '../../tools/contract/tool.js';
import { commitReply, type Outcome } from './commit-reply.js';
import { composeAnswer, ownWords, type Reply } from './compose.js';
import { decide, reconsider } from './decide.js';
import { gather } from './gather.js';
import { prepareHandOver } from './hand-over.js';
import { type OpenTurn } from './open-turn.js';
import { projectTurn } from './project-turn.js';
import { type FailureRecord } from './turn-teller.js';
import {
  ShuttingDown,
  takenOver,
  TakenOverByHuman,
  TurnFailed,
  TurnInterrupted,
  TurnStopped,
  TurnSuperseded,
} from './turn.errors.js';

/** Our own search is done within this time, in ms; beyond it, tools wait for somebody else's system. */
const TOOLS_PATIENCE_MS = 100;
/** Code has worded an answer within this time, in ms; beyond it, a model does. */
const ANSWERER_PATIENCE_MS = 5;

/** Takes an open turn to its `complete`, or to an `error` after which the same message may be sent again. Resolves to what became of it. */
export async function answerTurn(open: OpenTurn, signal: AbortSignal): Promise<AgentResponse | AppError> {
  const { teller, turn } = open;
  try {
    const { messageId, messageSeq } = turn;
    teller.tell({ type: 'start', messageId, messageSeq, messages: askedMessages(open) });
    const committed = await answer(open, signal);
    return await inStage('close', () => conclude(open, committed));
  } catch (thrown) {
    const error = await reasonOf(open, failureOf(thrown, signal));
    // Not a failure: the turn stays open on record, and whoever takes it over tells how it ends.
    if (error instanceof ShuttingDown) await teller.flush();
    else await recordFailure(open, error);
    return error;
  }
}

/** Waits for nothing that the customer could wait for: the session store is told beside the client. */
async function conclude(open: OpenTurn, committed: CompletedTurn): Promise<AgentResponse> {
  const { ports, session, teller, request } = open;
  const { requestId } = request;
  const projected = session.away ? undefined : projectTurn(ports, session, { ...committed, requestId });
  const response = toAgentResponse(committed);
  teller.tell({ type: 'complete', response });
  await teller.flush();
  if (committed.ticketId !== null) ports.tickets.changed(committed.ticketId);
  await projected;
  return response;
}

async function answer(open: OpenTurn, signal: AbortSignal): Promise<CompletedTurn> {
  const { ports, request, teller, turn, place } = open;
  const context = contextOf(open, signal);
  teller.tell({ type: 'status', stage: 'searching' });
  signal.throwIfAborted();
  const gathered = await inStage('gather', () =>
    place.away(TOOLS_PATIENCE_MS, () => gather(ports.tools, request, turn, context, halfOfTimeLeft(open))),
  );
  const decision = decide(gathered, turn);
  if (decision.action === 'escalate') {
    const reply = ownWords('escalate', '', decision.signal.confidence);
    return escalate(open, { gathered, reply, signal: decision.signal }, context);
  }
  const { message } = request;
  const tools = ports.tools.callable(context);
  const parts = composeAnswer(ports.answerer, { message, turn, tools, deadline: deadlineOf(open), signal }, gathered);
  const compose = async () => {
    let part = await parts.next();
    for (; !part.done; part = await parts.next()) teller.tell(part.value);
    return part.value;
  };
  const { reply, void: isVoid } = await inStage('answer', () => place.away(ANSWERER_PATIENCE_MS, compose));
  const second = reconsider(reply, turn, gathered, ports.escalation);
  if (second && !ports.escalation.shadow) {
    return escalate(open, { gathered, reply, signal: second, isVoid }, context);
  }
  if (reply.decision === 'abstain') teller.tell(told(reply.text, isVoid));
  const shadowed = second ?? (gathered.assessment.shadow ? gathered.assessment.signal : null);
  if (shadowed) ports.warn({ code: 'would_escalate', ...idsOf(open), reasons: shadowed.reasons });
  return commitReply(open, { gathered, reply, shadowed, handOver: null, eventsToCome: 1 }, signal);
}

/** Hands the conversation over. An answer that was told already stays; an abstention gives way to the news of the ticket. */
async function escalate(
  open: OpenTurn,
  { gathered, reply, signal, isVoid = false }: Pick<Outcome, 'gathered'> & Escalation,
  context: ToolContext,
): Promise<CompletedTurn> {
  const { ports, request, teller, turn } = open;
  const known = { message: request.message, turn, gathered };
  const handOver = await inStage('hand_over', () =>
    prepareHandOver(ports, signal, known, context, halfOfTimeLeft(open)),
  );
  const kept = reply.decision === 'answer' ? `${reply.text}\n\n` : '';
  const escalated: Reply = { ...reply, decision: 'escalate', text: kept + handOver.text };
  const outcome = { gathered, reply: escalated, shadowed: null, handOver: { ...handOver, signal }, eventsToCome: 3 };
  const committed = await commitReply(open, outcome, context.signal);
  const { reasons, confidence, explanation } = signal;
  const ticketId = committed.ticketId ?? handOver.ticket.ticketId;
  teller.tell({ type: 'escalation', reasons, confidence, explanation, ticketId });
  teller.tell(told(committed.reply.slice(kept.length === 0 ? 0 : reply.text.length), isVoid));
  return committed;
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

/** The messages that the turn answers, as clients see them. */
function askedMessages({ ownMessage, turn }: OpenTurn): ChatMessage[] {
  const { messageId, messageSeq: seq, clientMessageId, askedAt: createdAt } = turn;
  const own = { messageId, seq, message: ownMessage, clientMessageId, createdAt };
  return [...turn.pending, own].map(toChatMessage);
}

function failureOf(thrown: unknown, signal: AbortSignal): AppError {
  // Why it was cut says more than what broke because of it.
  if (signal.aborted && signal.reason instanceof AppError) return signal.reason;
  if (thrown instanceof AppError) return thrown;
  if (signal.aborted) return new TurnStopped('The answer was stopped. Send the message again to get one.');
  return new TurnFailed('Something went wrong on our side. The message is kept: send it again.', { cause: thrown });
}

/** A turn that was outrun by a person, and not by another turn, says so. */
async function reasonOf({ ports, request }: OpenTurn, error: AppError): Promise<AppError> {
  if (!(error instanceof TurnSuperseded)) return error;
  const withHuman = await ports.turns.isWithHuman(request.sessionId).catch(() => false);
  return withHuman ? takenOver() : error;
}

/** The customer's message is stored and counted all the same. */
async function recordFailure(open: OpenTurn, error: AppError): Promise<void> {
  const { ports, request, session, teller, turn, turnId } = open;
  const { sessionId, requestId } = request;
  // Here and not at the edge: a stream that has begun passes no filter.
  if (error instanceof TurnFailed) ports.warn({ code: error.code, sessionId, turnId, cause: error.cause });
  const status = error instanceof TurnStopped || error instanceof TurnInterrupted ? 'cancelled' : 'failed';
  await teller.flush();
  const record = await recordEnd(open, error, status);
  await teller.fail({ type: 'error', error: toProblem(error, { requestId }) }, record);
  await projectTurn(ports, session, { sessionId, turnId, messageCount: turn.messageCount, requestId });
}

async function recordEnd(open: OpenTurn, error: AppError, status: 'cancelled' | 'failed'): Promise<FailureRecord> {
  const { ports, request, teller, turnId } = open;
  const { sessionId } = request;
  const numbers = { firstEventSeq: teller.firstSeq, lastEventSeq: teller.lastSeq + 1 };
  try {
    const at = ports.clock.date();
    const isRecorded = await ports.turns.end({ sessionId, turnId, status, errorCode: error.code, at, ...numbers });
    if (isRecorded) return { status: 'recorded' };
    if (!(error instanceof TakenOverByHuman)) return { status: 'outrun' };
    return { status: 'taken_over', floor: await ports.turns.lastEventSeq(sessionId) };
  } catch {
    // The customer is told of the first failure; the next turn supersedes this one.
    ports.warn({ code: 'turn_end_failed', sessionId, turnId });
    return { status: 'unknown' };
  }
}
