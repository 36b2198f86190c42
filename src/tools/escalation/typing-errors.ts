/** Words a wish for a person turns on, long enough that one wrong letter leaves no doubt. */
const EXPECTED = [
  'someone',
  'somebody',
  'anybody',
  'person',
  'speaking',
  'talking',
  'chatting',
  'assistant',
  'operator',
  'supervisor',
  'manager',
  'representative',
  'specialist',
  'transfer',
  'connect',
];

/** Other words one letter away from an expected one. */
const OTHER_WORDS = new Set([
  'taking',
  'walking',
  'tanking',
  'persons',
  'managers',
  'operators',
  'assistants',
  'talkings',
]);

/** Puts right words of a lower-case English message that are one keystroke from an expected one (angry people type fast). */
export function withoutTypingErrors(message: string): string {
  return message.replace(/(?<![\p{L}'])[a-z]{5,15}(?![\p{L}'])/gu, (word) => {
    if (OTHER_WORDS.has(word)) return word;
    return EXPECTED.find((expected) => isOneKeystrokeOff(word, expected)) ?? word;
  });
}

/** Damerau-Levenshtein distance of exactly one, of words that begin alike; the first letter is seldom the wrong one. */
function isOneKeystrokeOff(word: string, expected: string): boolean {
  if (word[0] !== expected[0] || word === expected || Math.abs(word.length - expected.length) > 1) return false;
  let same = 1;
  while (word[same] !== undefined && word[same] === expected[same]) same += 1;
  const [rest, wanted] = [word.slice(same), expected.slice(same)];
  if (rest.length < wanted.length) return rest === wanted.slice(1);
  if (rest.length > wanted.length) return rest.slice(1) === wanted;
  const swapped = rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2);
  // A changed last letter is grammar more often than a slip: "managed", "connects".
  return swapped || (wanted.length > 1 && rest.slice(1) === wanted.slice(1));
}
