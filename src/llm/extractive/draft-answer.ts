import { type AnswerRequest } from '../answerer.js';
import { askedFacts, sayFacts } from './asked-facts.js';
import { joinCompounds } from './compounds.js';
import { confidenceOf } from './confidence.js';
import { abstention, type Draft, uncited } from './draft.js';
import { preparePassage } from './prepared-passage.js';
import { readQuestion } from './question.js';
import { quote, type Quotation } from './quote.js';
import { renderQuotations } from './render.js';
import { scoreSentences } from './score-sentences.js';
import { selectSentences } from './select-sentences.js';
import { greetingFor, replyTo, smallTalkOf } from './small-talk.js';
import { tellingWeights } from './term-weights.js';
import { MIN_CONFIDENCE, MIN_PASSAGE_SCORE } from './thresholds.js';

/** Answers without a model: courtesy, then memory, then sentences of the passages, and otherwise an abstention. Deterministic. */
export function draftAnswer(request: Omit<AnswerRequest, 'signal'>): Draft {
  const { question, facts, greet, customerName } = request;
  const talk = smallTalkOf(question);
  if (talk !== null) return uncited('small_talk', replyTo(talk, customerName), 1);
  const asked = askedFacts(question, facts);
  if (asked.length > 0) return uncited('from_memory', sayFacts(asked), 1);
  const { quotations, confidence } = quoteFor(request);
  if (quotations.length === 0 || confidence < MIN_CONFIDENCE) return abstention(confidence);
  return cited(quotations, confidence, greet ? `${greetingFor(customerName)} ` : '');
}

function quoteFor({ question, history, passages }: Omit<AnswerRequest, 'signal'>): {
  quotations: Quotation[];
  confidence: number;
} {
  const prepared = passages.filter(({ score }) => score >= MIN_PASSAGE_SCORE).map(preparePassage);
  const asked = joinCompounds(readQuestion(question, history), prepared);
  const weights = tellingWeights(asked, prepared);
  const chosen = selectSentences(scoreSentences(asked, prepared, weights), asked, weights);
  return { quotations: quote(chosen), confidence: confidenceOf(asked, chosen) };
}

function cited(quotations: readonly Quotation[], confidence: number, opening: string): Draft {
  const quoted = renderQuotations(quotations);
  const pieces = opening === '' ? quoted : [opening, ...quoted];
  const citations = [...new Map(quotations.map(({ citation }) => [citation.index, citation])).values()];
  const sentences = quotations.reduce((count, quotation) => count + quotation.sentences.length, 0);
  return {
    pieces,
    answer: {
      decision: 'answer',
      text: pieces.join(''),
      citations,
      confidence,
      // Quoted word for word, a sentence is supported by what it quotes.
      grounding: { score: 1, supportedSentences: sentences, totalSentences: sentences },
    },
  };
}
