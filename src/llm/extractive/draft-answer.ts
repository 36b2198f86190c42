import { type AnswerRequest, type KnownRecord } from '../answerer.js';
import { askedFacts, sayFacts } from './asked-facts.js';
import { joinCompounds } from './compounds.js';
import { confidenceOf } from './confidence.js';
import { abstention, type Draft, extractive, uncited } from './draft.js';
import { type PreparedPassage, preparePassage } from './prepared-passage.js';
import { type Question } from './question.js';
import { readingsOf } from './readings.js';
import { recalled, recallQuestionOf, sayRecalled } from './recalled.js';
import { quote, type Quotation } from './quote.js';
import { renderQuotations } from './render.js';
import { type ScoredSentence, scoreSentences } from './score-sentences.js';
import { selectSentences } from './select-sentences.js';
import { greetingFor, replyTo, smallTalkOf } from './small-talk.js';
import { correctSpelling } from './spelling.js';
import { isGenericWord } from './stop-words.js';
import { tellingWeights } from './term-weights.js';
import { stemsOf, termsOf } from './terms.js';
import { MIN_CONFIDENCE, MIN_PASSAGE_SCORE } from './thresholds.js';

/** What one way to understand the question is answered with. */
interface ReadingAnswer {
  readonly chosen: readonly ScoredSentence[];
  readonly confidence: number;
}

/** Answers without a model: courtesy, then memory, then sentences of the passages, and otherwise an abstention. Deterministic. */
export function draftAnswer(request: Omit<AnswerRequest, 'signal'>): Draft {
  const { question, facts, greet, customerName } = request;
  const talk = smallTalkOf(question);
  if (talk !== null) return uncited('small_talk', replyTo(talk, customerName), 1);
  const asked = askedFacts(question, facts);
  if (asked.length > 0) return uncited('from_memory', sayFacts(asked), 1);
  const recall = recallQuestionOf(question);
  const told = recall ? recalled(question, request.recollections ?? []) : undefined;
  // "Which tent do I have?" is in no page, whatever pages say about tents.
  if (told && (recall === 'asks_back' || told.covered === 1)) return uncited('from_memory', sayRecalled(told), 1);
  const { quotations, confidence } = quoteFor(request);
  const found = confidence >= MIN_CONFIDENCE ? quotations : [];
  const opening = greet ? `${greetingFor(customerName)} ` : '';
  const records = request.records ?? [];
  if (records.length > 0) return fromRecords(records, asksMoreThan(records, question) ? found : [], opening);
  if (found.length > 0) return cited(found, confidence, opening);
  return told === undefined ? abstention(confidence) : uncited('from_memory', sayRecalled(told), 1);
}

/** The first reading that can be answered, else the one that came nearest. */
function quoteFor({ question, history, passages }: Omit<AnswerRequest, 'signal'>): {
  quotations: Quotation[];
  confidence: number;
} {
  const prepared = passages.filter(({ score }) => score >= MIN_PASSAGE_SCORE).map(preparePassage);
  let nearest: ReadingAnswer = { chosen: [], confidence: 0 };
  for (const reading of readingsOf(question, history)) {
    const answer = answerReading(reading, prepared);
    if (answer.confidence > nearest.confidence) nearest = answer;
    if (nearest.confidence >= MIN_CONFIDENCE) break;
  }
  return { quotations: quote(nearest.chosen), confidence: nearest.confidence };
}

function answerReading(reading: Question, passages: readonly PreparedPassage[]): ReadingAnswer {
  const asked = correctSpelling(joinCompounds(reading, passages), passages);
  const weights = tellingWeights(asked, passages);
  const chosen = selectSentences(scoreSentences(asked, passages, weights), asked, weights);
  return { chosen, confidence: confidenceOf(asked, chosen) };
}

function cited(quotations: readonly Quotation[], confidence: number, opening: string): Draft {
  const quoted = renderQuotations(quotations);
  const pieces = opening === '' ? quoted : [opening, ...quoted];
  const citations = [...new Map(quotations.map(({ citation }) => [citation.index, citation])).values()];
  const sentences = quotations.reduce((count, quotation) => count + quotation.sentences.length, 0);
  return {
    pieces,
    answer: extractive({
      decision: 'answer',
      text: pieces.join(''),
      citations,
      confidence,
      // Quoted word for word, a sentence is supported by what it quotes.
      grounding: { score: 1, supportedSentences: sentences, totalSentences: sentences },
    }),
  };
}

/** Whether `question` is about more than the records themselves: "where is order 4711?" is not. */
function asksMoreThan(records: readonly KnownRecord[], question: string): boolean {
  const known = stemsOf(records.map(({ title, text }) => `${title} ${text}`).join(' '));
  return termsOf(question).some(({ stem, word }) => !known.has(stem) && !isGenericWord(word));
}

/** What the company's systems say about the customer's own things, then what the pages say to the question. */
function fromRecords(records: readonly KnownRecord[], quotations: readonly Quotation[], opening: string): Draft {
  const said = opening + records.map(({ text }) => text).join('\n');
  const { pieces, answer } = cited(quotations, 1, '');
  const all = quotations.length === 0 ? [said] : [said, '\n\n', ...pieces];
  const sentences = answer.grounding.totalSentences + records.length;
  const grounding = { score: 1, supportedSentences: sentences, totalSentences: sentences };
  return { pieces: all, answer: { ...answer, text: all.join(''), grounding } };
}
