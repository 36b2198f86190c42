/** A sentence that opens with one of these speaks of the sentence before it. English, Spanish, German, French. */
const ANAPHOR =
  /^\W*(?:it|its|this|that|these|those|they|their|them|he|she|his|her|such|there(?:fore|after)|then|otherwise|however|in (?:that|this) case|if (?:so|not)|also|esto|eso|estos|este|dies(?:e|er|es)?|dann|sie|cela|ceci|ils|elles)(?!\p{L})/iu;

/** "You find it as well under ...": the object stands for something named before. */
const ANAPHORIC_OBJECT =
  /^\W*(?:you|we) (?:(?:can|may|must|will|should|also) )*\p{L}+ (?:it|them|this|these)(?!\p{L})/iu;

/** Whether `sentence` needs the one before it to be understood. */
export function leansOnPrevious(sentence: string): boolean {
  return ANAPHOR.test(sentence) || ANAPHORIC_OBJECT.test(sentence);
}
