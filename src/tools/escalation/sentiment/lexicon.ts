import vader from 'vader-sentiment';

/** Normalisation constant of VADER: compound = sum / sqrt(sum² + 15). */
const ALPHA = 15;

/** The sum of the feelings that the words of a text carry by VADER's lexicon (Hutto and Gilbert 2014); some -15..15, 0 is none. */
export function lexiconSum(text: string): number {
  const { compound } = vader.SentimentIntensityAnalyzer.polarity_scores(text);
  // The library rounds to four digits; a compound of 1 would be an infinite sum.
  const bounded = Math.max(-0.998, Math.min(0.998, compound));
  return bounded * Math.sqrt(ALPHA / (1 - bounded ** 2));
}

/** A sum of feelings as a score between -1 and 1, the way VADER does it. */
export function scoreOfSum(sum: number): number {
  return sum / Math.sqrt(sum ** 2 + ALPHA);
}
