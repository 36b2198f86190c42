import { type Citation, type TurnEventBody } from '@frontdesk/client';
import { type EscalationReason } from '../../common/escalation-reason.js';
import { type BegunTurn } from '../../conversation/begin-turn.js';
import { type Decision, type Grounding, type ModelUsage } from '../../conversation/turn-record.js';
import { SEARCH_UNAVAILABLE } from '../../llm/abstention.js';
import { type Answerer, type AnswerRequest, type DraftAnswer, type HistoryLine } from '../../llm/answerer.js';
import { type Gathered } from './gather.js';
import { type TurnRequest } from './turn-request.js';

/** What the desk has to say to a message. */
export interface Reply {
  readonly decision: Decision;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly confidence: number;
  readonly grounding: Grounding;
  /** Null: nothing worded it but code. */
  readonly model: string | null;
  readonly degraded: readonly string[];
  readonly toolsUsed: readonly string[];
  readonly concerns: readonly EscalationReason[];
  readonly usage?: ModelUsage;
}

/** What an answer is made from besides what was gathered. */
export interface Circumstances extends Pick<AnswerRequest, 'deadline' | 'signal' | 'tools'> {
  readonly message: TurnRequest['message'];
  readonly turn: Pick<BegunTurn, 'history' | 'facts' | 'recollections' | 'summary'>;
}

/** A reply of ours that claims nothing of a page. */
export function ownWords(decision: Decision, text: string, confidence: number): Reply {
  const grounding = { score: 1, supportedSentences: 0, totalSentences: 0 };
  return {
    decision,
    text,
    citations: [],
    confidence,
    grounding,
    model: null,
    degraded: [],
    toolsUsed: [],
    concerns: [],
  };
}

/**
 * Words the answer, telling its events on the way. The deltas since the last `replace` are its text; of an abstention nothing is
 * told but that what was told before is void.
 */
export async function* composeAnswer(
  answerer: Answerer,
  circumstances: Circumstances,
  gathered: Gathered,
): AsyncGenerator<TurnEventBody, { readonly reply: Reply; readonly void: boolean }> {
  const nothingFound = gathered.passages.length === 0 && gathered.records.length === 0;
  if (gathered.degraded.includes('no-knowledge') && nothingFound) {
    return { reply: ownWords('abstain', SEARCH_UNAVAILABLE, 0), void: false };
  }
  let answer: DraftAnswer | undefined;
  let replace = false;
  for await (const part of answerer.answer(requestOf(circumstances, gathered))) {
    if (part.type === 'done') ({ answer } = part);
    else if (part.type === 'replace') replace = true;
    else if (part.type === 'tool') yield { type: 'status', stage: 'looking_up', tool: part.name };
    else if (part.type === 'sources') yield part;
    else {
      yield replace ? { ...part, replace } : part;
      replace = false;
    }
  }
  if (!answer) throw new Error(`${answerer.model} ended without an answer`);
  const { decision, ...rest } = answer;
  return { reply: { decision: decision === 'abstain' ? 'abstain' : 'answer', ...rest }, void: replace };
}

function requestOf({ message, turn, ...rest }: Circumstances, gathered: Gathered): AnswerRequest {
  const history = turn.history.filter((line): line is HistoryLine => line.role !== 'system');
  const facts = [...turn.facts, ...gathered.facts];
  const customerName = facts.findLast(({ kind }) => kind === 'name')?.value;
  const summary = gathered.summary?.text ?? turn.summary;
  return {
    ...rest,
    question: message,
    history,
    passages: gathered.passages,
    facts,
    recollections: turn.recollections.map(({ value }) => value),
    records: gathered.records,
    ...(summary === null ? {} : { summary }),
    ...(customerName === undefined ? {} : { customerName }),
    greet: !history.some(({ role }) => role === 'agent'),
  };
}
