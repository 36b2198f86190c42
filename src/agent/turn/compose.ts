import { type Citation } from '../../conversation/citation.js';
import { type BegunTurn } from '../../conversation/begin-turn.js';
import { type Decision, type Grounding } from '../../conversation/turn-record.js';
import { SEARCH_UNAVAILABLE } from '../../llm/abstention.js';
import { type Answerer, type DraftAnswer, type HistoryLine } from '../../llm/answerer.js';
import { type EscalationSignal } from '../../tools/contract/escalation-signal.js';
import { type Gathered } from './gather.js';
import { ESCALATED } from './replies.js';
import { type TurnEventBody } from './turn-event.js';
import { type TurnRequest } from './turn-request.js';

/** A reply that is ready to be committed. */
export interface Reply {
  readonly decision: Decision;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly confidence: number;
  readonly grounding: Grounding;
  readonly escalation?: EscalationSignal;
}

const NOTHING_CLAIMED: Grounding = { score: 1, supportedSentences: 0, totalSentences: 0 };

/** Words the answer, telling its events on the way. */
export async function* composeAnswer(
  answerer: Answerer,
  { message }: Pick<TurnRequest, 'message'>,
  { history, facts }: Pick<BegunTurn, 'history' | 'facts'>,
  gathered: Gathered,
  signal: AbortSignal,
): AsyncGenerator<TurnEventBody, Reply> {
  if (gathered.degraded.includes('no-knowledge')) {
    yield { type: 'text', delta: SEARCH_UNAVAILABLE };
    return { decision: 'abstain', text: SEARCH_UNAVAILABLE, citations: [], confidence: 0, grounding: NOTHING_CLAIMED };
  }
  const lines = history.filter((line): line is HistoryLine => line.role !== 'system');
  const parts = answerer.answer({
    question: message,
    history: lines,
    passages: gathered.passages,
    facts: [...facts, ...gathered.facts],
    greet: !lines.some(({ role }) => role === 'agent'),
    signal,
  });
  let answer: DraftAnswer | undefined;
  for await (const part of parts) {
    if (part.type === 'done') answer = part.answer;
    else yield part;
  }
  if (!answer) throw new Error(`${answerer.model} ended without an answer`);
  const { decision, ...rest } = answer;
  return { decision: decision === 'abstain' ? 'abstain' : 'answer', ...rest };
}

/** The reply of an escalation. Its text is known only after the commit, which gives the ticket its number. */
export function composeEscalation(escalation: EscalationSignal): Reply {
  return {
    decision: 'escalate',
    text: ESCALATED,
    citations: [],
    confidence: escalation.confidence,
    grounding: NOTHING_CLAIMED,
    escalation,
  };
}
