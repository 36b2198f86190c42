import { type ToldMemory } from '../contract/told-memory.js';
import { sentencesOf } from './sentences-of.js';

/** How long a sentence may be that is kept in its own words, characters; shorter ones say nothing, longer ones are stories. */
const LENGTH = { least: 15, most: 300 };
/** A message tells at most this much: what comes first matters most. */
const MOST = 3;

/** A first person in the languages of most customers; without one a sentence is not about its writer. */
const FIRST_PERSON =
  /(?<![\p{L}'])(?:i|i'm|i've|i'd|we|we've|we're|my|mine|our|ich|mein[erms]*|wir|unser\p{L}*|yo|mi|mis|nuestr\p{L}+|je|j'\p{L}+|mon|ma|mes|notre|nos|я|мой|моя|моё|мои|мы|наш\p{L}*)(?![\p{L}'])/iu;

/** Wishes of the moment and courtesy: true now, worth nothing later. */
const PASSING =
  /^(?:(?:hi|hello|hey|ok|okay|so|and|but|well|please|thanks|thank you|sorry)[ ,!.]+)*(?:(?:i|we) (?:(?:just |really |would |'d )*(?:want|need|wish|like|love|hope|think|guess|mean|see|understand|know|don't know|have (?:a|another|one more|some) questions?|am (?:wondering|asking|looking|writing|trying)|was wondering|can't find|cannot find|appreciate|thank))|i'd (?:like|love)|i'm (?:wondering|asking|looking|writing|trying|sorry|not sure)|can you|could you|let me|tell me|my question|thank)/iu;

const INTERROGATIVE =
  /^(?:(?:hi|hello|hey|ok|okay|so|and|but|well|please)[ ,!.]+)*(?:what|which|who|whom|whose|when|where|why|how|can|could|would|will|should|do|does|did|is|are|am|was|were|have|has|may)\b/iu;

/** What the customer tells of their situation, in their own words: statements about themselves that may matter later. */
export function extractSituation(text: string): ToldMemory[] {
  return sentencesOf(text)
    .filter(isStatement)
    .slice(0, MOST)
    .map((value) => ({ type: 'context', kind: 'situation', value, importance: importanceOf(value) }));
}

function isStatement(sentence: string): boolean {
  const plain = sentence.replaceAll('’', "'");
  if (plain.length < LENGTH.least || plain.length > LENGTH.most || /[?？]\s*$/.test(plain)) return false;
  return FIRST_PERSON.test(plain) && !PASSING.test(plain) && !INTERROGATIVE.test(plain);
}

/** A number, a name or a possession makes a statement worth more: it is what somebody will come back to. */
function importanceOf(sentence: string): number {
  let importance = 0.4;
  if (/\p{N}/u.test(sentence)) importance += 0.2;
  if (/(?<=[\p{L}\p{N},] )\p{Lu}[\p{L}\p{N}-]+/u.test(sentence.replace(/\bI\b/g, 'i'))) importance += 0.1;
  if (/(?<!\p{L})(?:my|our|mein\p{L}*|mi|mon|ma|мо[йяеи])(?!\p{L})/iu.test(sentence)) importance += 0.1;
  return Math.round(importance * 100) / 100;
}
