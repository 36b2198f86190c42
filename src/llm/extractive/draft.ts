import { ABSTENTION } from '../abstention.js';
import { type Grounding } from '../../conversation/turn-record.js';
import { type DraftAnswer } from '../answerer.js';

/** What this answerer is called in responses. */
export const EXTRACTIVE = 'extractive';

/** A text that claims nothing of a page has nothing to support. */
const NOTHING_TO_SUPPORT: Grounding = { score: 1, supportedSentences: 0, totalSentences: 0 };

/** An answer before it is told: its pieces joined are `answer.text`. An abstention tells nothing. */
export interface Draft {
  readonly pieces: readonly string[];
  readonly answer: DraftAnswer;
}

/** An honest "not found". `confidence` is how near an answer came, 0..1. */
export function abstention(confidence: number): Draft {
  const answer = {
    decision: 'abstain',
    text: ABSTENTION,
    citations: [],
    confidence,
    grounding: NOTHING_TO_SUPPORT,
  } as const;
  return { pieces: [], answer: extractive(answer) };
}

/** A reply that cites nothing: courtesy, or what the customer said themselves. */
export function uncited(decision: 'small_talk' | 'from_memory', text: string, confidence: number): Draft {
  const answer = { decision, text, citations: [], confidence, grounding: NOTHING_TO_SUPPORT };
  return { pieces: [text], answer: extractive(answer) };
}

/** An answer that nobody but this answerer had a part in. */
export function extractive(
  answer: Omit<DraftAnswer, 'model' | 'degraded' | 'toolsUsed' | 'concerns' | 'usage'>,
): DraftAnswer {
  return { ...answer, model: EXTRACTIVE, degraded: [], toolsUsed: [], concerns: [] };
}
