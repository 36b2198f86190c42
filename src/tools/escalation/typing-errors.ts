/** Words the rules turn on, long enough that one wrong letter leaves no doubt. */
const EXPECTED = new Set(
  `someone somebody anybody person speaking talking chatting assistant operator supervisor manager representative specialist
  transfer connect agent human complaint complain complaining reclamation claim lodge lodging filing making submit consumer
  customer against lawyer attorney solicitor stolen stole missing wallet phone recognize recognise transaction transactions
  payment purchase withdrawal charge charged unauthorized unauthorised fraud fraudulent suspicious account hacked
  compromised unknown freeze report dispute unacceptable ridiculous terrible horrible service authorize`.split(/\s+/),
);

/** Other words one letter away from an expected one. */
const OTHER_WORDS = new Set(
  `taking walking tanking persons managers operators assistants talkings agents humane humans complaints complains claims
  lodged lodges filling firing fining failing filming mailing masking marking mating baking waking maxing moking consumed consumers customers
  customs lawyers stole stolen store stone stove mussing missing wallets phones phony phoned recognized recognises recognised
  recognizes payments repayment purchased purchaser purchases withdrawals change changed changes chargers charger charges
  charge frauds accounts hacks hacker backed packed racked freezer freezes frieze reports reported retort resort deport disputes
  disputed services serviced serve agency agents hunan shuman claimed claimer clam clams clan phase persona personal reporter messing massing
  accounting complained complainer complainant filings finding fixing file makings masking maker chain clear clean
  authorized authorizes authorised commit submits summit transfers transferred connects connected missed mission`.split(
    /\s+/,
  ),
);

/** Small words that fast typists stick to the next one: "tosomebody", "acustomer", "uhelp". */
const STUCK = /^(to|an|a|my|with|the|i|u|from|for)(?=[a-z]{5})/;

/** Puts right words of a lower-case English message that are one keystroke from an expected one (angry people type fast). */
export function withoutTypingErrors(message: string): string {
  return message.replace(/(?<![\p{L}'])[a-z]{5,18}(?![\p{L}'])/gu, corrected);
}

function corrected(word: string): string {
  if (EXPECTED.has(word) || OTHER_WORDS.has(word)) return word;
  const stuck = STUCK.exec(word)?.[0];
  if (stuck !== undefined && EXPECTED.has(word.slice(stuck.length))) return `${stuck} ${word.slice(stuck.length)}`;
  return (BY_FIRST_LETTER.get(word[0] ?? '') ?? []).find((expected) => isOneKeystrokeOff(word, expected)) ?? word;
}

const BY_FIRST_LETTER = Map.groupBy(EXPECTED, (word) => word[0] ?? '');

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
