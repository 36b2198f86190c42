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
 * and `mostLogOdds`, so that the search alone never answers and a small knowledge base, whose scores are low, is not silenced.
 * `quoted` and `around` weigh two coverages (0..1 each) of the question's subject, in full from a subject of `fullSubject` on
 * (less is a question of helping words). `fitting` is what a sentence of the kind asked for adds, `noContact` what is lost when
 * an address or number is asked for and none is quoted. `middle` is the evidence at which an answer is as likely right as wrong.
 * Found by a search over all of them for the most answers at the same share of foreign questions declined; the nearest round
 * numbers do as well.
 */
export const EVIDENCE = {
  search: 0.4,
  leastLogOdds: -2,
  mostLogOdds: 0.4,
  quoted: 0.8,
  around: 0.8,
  fitting: 0.15,
  noContact: -0.5,
  fullSubject: 0.3,
  middle: 0.6,
  slope: 4,
} as const;
/** A further sentence of the best one's passage is quoted from this share of the best one's score on. */
export const MIN_SHARE_TO_GO_ON = 0.7;
/** A sentence that adds something is quoted from this share of the best one's score on. */
export const MIN_SHARE_TO_ADD = 0.35;
/** A sentence adds something if it covers this much (0..1) of the question's telling words anew. */
export const MIN_ADDED_COVERAGE = 0.12;
/** A sentence of a page not quoted yet must bring this much (0..1) of the question's subject anew. */
export const MIN_COVERAGE_BY_ANOTHER = 0.2;
/**
 * A page not quoted yet must have this share (0..1) of the search score of the best sentence's page. At 0.3 half of
 * the second pages of a small knowledge base go, most of them quoted for a chance word, one to two more foreign questions in a
 * hundred are declined, and as many answers cite a right page as without it.
 */
export const MIN_SHARE_OF_ANOTHER = 0.3;
/** A page whose title has this share (0..1) of a how-to question's subject tells how in its first instruction. */
export const MIN_TITLE_FOR_STEPS = 0.5;
/** Most sentences picked by score. */
export const MAX_SENTENCES = 4;
/** Most sentences and list items quoted, with those that complete a list or hold what "it" stands for. */
export const MAX_UNITS = 10;
/** Two sentences whose stems overlap this much (Jaccard, 0..1) say the same. */
export const SAME_SENTENCE = 0.8;
