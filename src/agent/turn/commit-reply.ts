import { newId } from '../../common/ids.js';
import { type NewMemory } from '../../conversation/commit-turn.js';
import { type CompletedTurn, type EscalationRecord, type TurnResult } from '../../conversation/turn-record.js';
import { inStage } from '../../telemetry/turn-stage.js';
import { type EscalationSignal } from '../../tools/contract/escalation-signal.js';
import { type OpenTurn } from './open-turn.js';
import { type Reply } from './compose.js';
import { type Gathered } from './gather.js';
import { type HandOver } from './hand-over.js';
import { superseded } from './turn.errors.js';

/** What an answer says it did without when the session store was away. */
const WITHOUT_STORE = 'no-redis';
/** A fact is what people come back to; it ages like everything else but is never crowded out. */
const FACT_IMPORTANCE = 0.9;

/** How a turn ends. */
export interface Outcome {
  readonly gathered: Gathered;
  /** Its text may hold `TICKET_NUMBER` when it is handed over. */
  readonly reply: Reply;
  /** What would have been an escalation, were it not for shadow mode. */
  readonly shadowed: EscalationSignal | null;
  readonly handOver: (HandOver & { readonly signal: EscalationSignal }) | null;
  /** How many events are still to be told. */
  readonly eventsToCome: number;
}

/** @throws TurnSuperseded when another turn of the conversation began in the meantime */
export function commitReply(open: OpenTurn, outcome: Outcome, signal: AbortSignal): Promise<CompletedTurn> {
  return inStage('commit', () => commit(open, outcome, signal));
}

async function commit(open: OpenTurn, outcome: Outcome, signal: AbortSignal): Promise<CompletedTurn> {
  const { ports, request, session, teller, turnId, turn } = open;
  const { gathered, reply, handOver } = outcome;
  await teller.flush();
  signal.throwIfAborted();
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
    result: resultOf(open, outcome),
    memories: memoriesOf(gathered),
    summary: gathered.summary && { memoryId: newId('mem'), ...gathered.summary },
    ticket: handOver && handOver.ticket,
    pendingMessageIds: turn.pending.map(({ messageId }) => messageId),
    firstEventSeq: teller.firstSeq,
    lastEventSeq: teller.lastSeq + outcome.eventsToCome,
    unprojected: session.away,
    at: ports.clock.date(),
  });
  if (!committed) throw superseded();
  await teller.release();
  return committed;
}

function memoriesOf({ facts, told }: Gathered): NewMemory[] {
  return [
    ...facts.map(({ kind, value }) => ({ type: 'fact' as const, kind, value, importance: FACT_IMPORTANCE })),
    ...told,
  ].map((memory) => ({ memoryId: newId('mem'), ...memory }));
}

function resultOf(
  { ports, request, session, startedAt, turn }: OpenTurn,
  { gathered, reply, shadowed, handOver }: Outcome,
): TurnResult {
  const { usage } = reply;
  return {
    confidence: reply.confidence,
    grounding: reply.grounding,
    ...(handOver ? { escalation: recordOf(handOver.signal) } : {}),
    ...(shadowed ? { wouldEscalate: recordOf(shadowed) } : {}),
    toolsUsed: [...new Set([...gathered.toolsUsed, ...reply.toolsUsed])],
    processingTimeMs: ports.clock.now() - startedAt,
    requestId: request.requestId,
    hasContext: turn.history.length > 0,
    factsExtracted: gathered.facts.length,
    sessionStore: ports.sessionStoreType,
    model: reply.model ?? ports.answerer.model,
    ...(usage ? { usage } : {}),
    degraded: [...(session.away ? [WITHOUT_STORE] : []), ...new Set([...gathered.degraded, ...reply.degraded])],
    openCircuits: ports.tools.openCircuits(),
    sentiment: gathered.assessment.sentiment.label,
    resumed: session.resumed,
  };
}

function recordOf({ reasons, confidence, explanation }: EscalationSignal): EscalationRecord {
  return { reasons, confidence, explanation };
}
