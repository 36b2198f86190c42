/**
 * When the extractive answerer answers and when it says that it cannot. Chosen on public question sets (help-desk questions
 * against the pages that answer them, and questions about anything else) so that nine in ten foreign questions are declined.
 */

/** A passage below this calibrated score (0..1) is not looked at: it shares little more than a common word with the question. */
export const MIN_PASSAGE_SCORE = 0.005;
/** The least confidence (0..1) with which a question is answered; the turning point of the curve below. */
export const MIN_CONFIDENCE = 0.5;
/**
 * How evidence becomes confidence. `search` weighs the log-odds of the passage's score, in nats and held between `leastLogOdds`
 * and `mostLogOdds`, against two coverages (0..1 each) and `fitting`, which a sentence of the kind that was asked for adds;
 * `middle` is the evidence at which an answer is as likely right as wrong.
 */
export const EVIDENCE = {
  search: 0.3,
  leastLogOdds: -2,
  mostLogOdds: 3,
  fitting: 0.2,
  middle: 1.07,
  slope: 4,
} as const;
/** A further sentence of the best one's passage is quoted from this share of the best one's score on. */
export const MIN_SHARE_TO_GO_ON = 0.7;
/** A sentence that adds something is quoted from this share of the best one's score on. */
export const MIN_SHARE_TO_ADD = 0.35;
/** A sentence adds something if it covers this much (0..1) of the question's telling words anew. */
export const MIN_ADDED_COVERAGE = 0.12;
/** A sentence of a page not quoted yet must bring this much (0..1) of the question's subject that is still missing. */
export const MIN_COVERAGE_BY_ANOTHER = 0.2;
/** Most sentences picked by score. */
export const MAX_SENTENCES = 4;
/** Most sentences and list items quoted, with those that complete a list or hold what "it" stands for. */
export const MAX_UNITS = 10;
/** Two sentences whose stems overlap this much (Jaccard, 0..1) say the same. */
export const SAME_SENTENCE = 0.8;
