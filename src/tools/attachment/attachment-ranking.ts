import { RANKING } from '../../knowledge/ranking-parameters.js';

/**
 * Every number of the search in files. Frequencies, the supposed background collection and the curve of the score are the knowledge
 * base's, so that passages of both can be put in one order; docs/attachments.md says what the rest was measured against.
 */
export const ATTACHMENT_RANKING = {
  ...RANKING,
  /**
   * Most evidence, in nats of idf, for a file whose name and title hold every word of the question. A page is written about its
   * title, a file is called what its sender's scanner calls it; and so little can be missed that a question of one word, which a
   * file holds once, scores somewhat above the middle: people ask "what is the total?" about files.
   */
  nameEvidence: 4,
  /** Most passages of the files that came with the message, and of all others. */
  passages: { sent: 4, others: 5 },
  /**
   * Least score of a passage of a file that came with the message. "What does this say?" shares no word with the file it is about;
   * the sender has said that it is about that file.
   */
  sentScore: 0.5,
} as const;

/** 0 to 1: the share of the attainable evidence on the knowledge base's curve, lifted for a file that came with the message. */
export function attachmentScore(evidence: number, attainable: number, sent: boolean): number {
  const { slope, middle } = ATTACHMENT_RANKING.score;
  const score = 1 / (1 + Math.exp(-slope * (evidence / attainable - middle)));
  const { sentScore } = ATTACHMENT_RANKING;
  return sent ? sentScore + (1 - sentScore) * score : score;
}
