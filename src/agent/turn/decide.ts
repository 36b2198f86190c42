import { type EscalationReason } from '../../common/escalation-reason.js';
import { type BegunTurn } from '../../conversation/begin-turn.js';
import { type EscalationEvidence, type EscalationSignal } from '../../tools/contract/escalation-signal.js';
import { type Gathered } from './gather.js';
import { type Reply } from './compose.js';
import { type EscalationPolicy } from './turn-ports.js';

/** What to do with a message. Code decides; a model, where there is one, only words the answer. */
export type TurnDecision =
  { readonly action: 'answer' } | { readonly action: 'escalate'; readonly signal: EscalationSignal };

/**
 * Reasons for which an open ticket is enough: somebody looks at the conversation already, and until they come every further question
 * deserves its answer. Who asks for a person, complains or is in danger is told of the ticket again.
 */
const TOLD_ONCE: ReadonlySet<EscalationReason> = new Set<EscalationReason>([
  'negative_sentiment',
  'repeated_failure',
  'low_grounding',
  'tool_failure',
]);

/** A need for a person comes before everything else; whether the pages support an answer is found out while answering. */
export function decide(
  { assessment }: Pick<Gathered, 'assessment'>,
  { hasOpenTicket }: Pick<BegunTurn, 'hasOpenTicket'>,
): TurnDecision {
  const { signal, shadow } = assessment;
  if (!signal || shadow || (hasOpenTicket && isToldOnce(signal))) return { action: 'answer' };
  return { action: 'escalate', signal };
}

function isToldOnce({ reasons }: Pick<EscalationSignal, 'reasons'>): boolean {
  return reasons.every((reason) => TOLD_ONCE.has(reason));
}

/** How sure code is when it sees that the desk itself did not do well. */
const SEEN = {
  abstainedAgain: { reason: 'repeated_failure', confidence: 0.9, evidence: 'abstained_again' },
  lookUpFailed: { reason: 'tool_failure', confidence: 0.8, evidence: 'look_up_failed' },
  notInSources: { reason: 'low_grounding', confidence: 0.7, evidence: 'not_in_sources' },
} as const satisfies Record<string, EscalationEvidence>;

/** How sure a model is taken to be that asks for a person. */
const MODEL_CONFIDENCE = 0.75;

/** Whether a person should be brought in after what the desk had to say; null: no, or not surely enough. */
export function reconsider(
  reply: Reply,
  { abstentionsInRow, hasOpenTicket }: Pick<BegunTurn, 'abstentionsInRow' | 'hasOpenTicket'>,
  { degraded }: Pick<Gathered, 'degraded'>,
  policy: EscalationPolicy,
): EscalationSignal | null {
  const abstained = reply.decision === 'abstain';
  const seen: EscalationEvidence[] = [...new Set(reply.concerns)].map((reason) =>
    reason === 'low_grounding'
      ? SEEN.notInSources
      : { reason, confidence: MODEL_CONFIDENCE, evidence: 'model_concern' },
  );
  if (abstained && abstentionsInRow + 1 >= policy.abstentionsInRow) seen.push(SEEN.abstainedAgain);
  if (abstained && degraded.includes('no-look-up')) seen.push(SEEN.lookUpFailed);
  const counting = seen
    .filter(({ reason, confidence }) => policy.reasons.has(reason) && confidence >= policy.thresholds[reason])
    .sort((one, other) => other.confidence - one.confidence);
  const [strongest] = counting;
  if (!strongest) return null;
  const reasons = counting.map(({ reason }) => reason);
  if (hasOpenTicket && isToldOnce({ reasons })) return null;
  return { reasons, confidence: strongest.confidence, explanation: counting };
}
