import { type HistoryLine } from '../answerer.js';
import { type Question, readQuestion } from './question.js';

/** Least subject of its own with which a question, or a part of a message, can be read alone: one word that names something. */
const LEAST_SUBJECT = 1;

/** Where a message breaks into sentences. */
const SENTENCE_END = /(?<=[.!?;…。！？])\s+|(?<=[。！？])|\n+/u;
/** Polite beginnings of what is asked; the question itself follows. */
const PREFACE =
  /^.*\b(?:tell me|let me know|(?:want|like|love|need) to (?:know|ask)|wonder(?:ing|ed)?|possible to|help me(?: to)?|me gustar[ií]a saber|m[oö]chte (?:gerne )?wissen|voudrais savoir)\b/isu;
const QUESTION_MARK = /[?？]["'”’)]*$/;

/**
 * The ways to understand a message, in order of preference: with the subject of the questions before it, alone, and of a
 * message that tells a story, what it asks.
 */
export function readingsOf(text: string, history: readonly HistoryLine[]): Question[] {
  const lent = readQuestion(text, history);
  const alone = readQuestion(text, []);
  const parts = askingPartsOf(text).map((part) => readQuestion(part, []));
  const others = [...(lent.weights.size > alone.weights.size ? [alone] : []), ...parts];
  return [lent, ...others.filter(({ total }) => total >= LEAST_SUBJECT)];
}

function askingPartsOf(text: string): string[] {
  const sentences = text.split(SENTENCE_END).map((sentence) => sentence.trim());
  const parts = sentences.flatMap((sentence) => {
    const asked = sentence.replace(PREFACE, '').trim();
    return asked !== sentence || QUESTION_MARK.test(sentence) ? [asked] : [];
  });
  return parts.filter((part) => part !== '' && part !== text.trim());
}
