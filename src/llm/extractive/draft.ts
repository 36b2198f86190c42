import { ABSTENTION } from '../abstention.js';
import { type Grounding } from '../../conversation/turn-record.js';
import { type DraftAnswer } from '../answerer.js';

/** A text that claims nothing of a page has nothing to support. */
const NOTHING_TO_SUPPORT: Grounding = { score: 1, supportedSentences: 0, totalSentences: 0 };

/** An answer before it is told: its pieces joined are `answer.text`. */
export interface Draft {
  readonly pieces: readonly string[];
  readonly answer: DraftAnswer;
}

/** An honest "not found". `confidence` is how near an answer came, 0..1. */
export function abstention(confidence: number): Draft {
  return uncited('abstain', ABSTENTION, confidence);
}

/** A reply that cites nothing: courtesy, or what the customer said themselves. */
export function uncited(decision: Exclude<DraftAnswer['decision'], 'answer'>, text: string, confidence: number): Draft {
  return { pieces: [text], answer: { decision, text, citations: [], confidence, grounding: NOTHING_TO_SUPPORT } };
}
