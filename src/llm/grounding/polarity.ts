/** Words that turn a statement round: English, Spanish, German, French, Portuguese, Italian, Dutch, Russian. */
const NEGATION =
  /(?<![\p{L}'])(?:not|no|never|none|nor|neither|nobody|nothing|nowhere|cannot|without|unable|impossible|unavailable|forbidden|prohibited|excluded?|excludes|ineligible|refuse[sd]?|rejects?|\p{L}+n't|non-?(?:refundable|returnable|transferable|negotiable)|unlike|except|nunca|sin|jam[aá]s|tampoco|ning[uú]n\p{L}*|nicht|nie|niemals|kein\p{L}*|ohne|weder|ne|pas|jamais|sans|aucune?|n[aã]o|sem|nunca|non|mai|senza|niet|geen|nooit|не|нет|без|никогда|нельзя)(?![\p{L}])/gu;
/** Phrases that hold such a word and turn nothing round, or that state the same without one. */
const NOT_NEGATIVE: readonly (readonly [RegExp, string])[] = [
  [/\b(?:no|not|never) (?:later|more|longer) than\b|\bnot exceed(?:ing)?\b/g, ' at most '],
  [/\b(?:not only|no matter|not least|why not)\b/g, ' '],
  [/\b(?:not|never|cannot|\p{L}+n't)(?: \p{L}+){1,3} (?:more|longer|later) than\b/gu, ' at most '],
  [/\b(?:do not|don't|never) (?:forget|hesitate|worry)(?: to| about)?\b/g, ' '],
  [/\bno problem\b|\bno doubt\b|\bif not\b|\bwhether or not\b|\bor not\b/g, ' '],
  [/\bno(?:\.|°) ?(?=\d)/g, ' '],
];

/** Pairs of which one is the other's opposite; a statement with one is not supported by a statement with only the other. */
const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = (
  [
    ['before|prior to|ahead of', 'after|following|once'],
    [
      'more than|over|above|exceed\\w*|at least|minimum|from',
      'less than|under|below|fewer than|up to|at most|maximum|within|no more than|no later than',
    ],
    ['more|higher|greater|increase\\w*|raise[sd]?', 'less|fewer|lower|decrease\\w*|reduce[sd]?'],
    ['enable[sd]?|activat\\w+|switched on', 'disable[sd]?|deactivat\\w+|switched off'],
    ['accept(?:s|ed|ing)?', 'reject(?:s|ed|ing)?|declin(?:e|es|ed|ing)|refuse[sd]?'],
    ['includ(?:e|es|ed|ing)', 'exclud(?:e|es|ed|ing)'],
    ['free', 'paid|charged?|charges'],
    ['always', 'never|sometimes'],
    ['optional|voluntary', 'required|mandatory|compulsory|obligatory|must'],
    ['public(?:ly)?', 'private(?:ly)?'],
    ['inside', 'outside'],
    ['online', 'offline|in[- ]store|in person'],
    ['domestic(?:ally)?|within the country', 'international(?:ly)?|abroad|overseas'],
    ['early|earlier|sooner', 'late|later'],
    ['first', 'last'],
    ['open(?:s|ed)?', 'clos(?:e|es|ed)'],
    ['add(?:s|ed|ing)?', 'remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing)'],
    ['start(?:s|ing)?|begin(?:s|ning)?', 'end(?:s|ing)?|stop(?:s|ping)?'],
    ['weekdays?|business days|monday to friday', 'weekends?|saturdays?|sundays?'],
    ['morning', 'evening|afternoon|night'],
    ['automatic(?:ally)?', 'manual(?:ly)?|by hand'],
    ['temporar(?:y|ily)', 'permanent(?:ly)?'],
    ['immediate(?:ly)?|instant(?:ly)?|at once|right away|straight away', 'later|delayed|overnight'],
    ['new', 'used|second-hand|refurbished'],
    ['opened|unsealed', 'unopened|sealed'],
    ['allowed|permitted|possible', 'forbidden|prohibited|banned'],
    ['monthly|per month|a month|each month|every month', 'yearly|annual(?:ly)?|per year|a year|each year|every year'],
    ['daily|per day|every day', 'weekly|per week|every week'],
    ['only|solely|exclusively', 'everyone|everybody|anyone|anybody|every \\p{L}+|any \\p{L}+|all \\p{L}+s'],
    ['antes', 'despu[eé]s|tras'],
    ['vor', 'nach'],
    ['avant', 'apr[eè]s'],
    ['m[aá]s', 'menos'],
    ['mehr|mindestens', 'weniger|h[oö]chstens'],
    ['plus|au moins', 'moins|au plus'],
  ] as const
).map(([one, other]) => [wholeWord(one), wholeWord(other)]);

/** A condition claims nothing that a plain statement could deny. */
const CONDITION =
  /^\W*(?:if|when|whenever|unless|once|as soon as|in case|should|wenn|falls|sobald|si|cuando|lorsque|quand|se|quando|если|когда)(?!\p{L})/u;

/** Who bears a cost or does a deed, where the text names only one side. */
const WE = wholeWord("we|us|our|we'll|we're|the (?:shop|store|company|seller|merchant)");
const YOU = wholeWord("you|your|you'll|you're|the (?:customer|buyer|client)|customers|buyers|yourself");
const BEARS = wholeWord('pay(?:s|ing)?|paid|covers?|covered|bears?|borne|responsible|liable|cost');

/** Words that narrow a statement down: an answer must not add them. */
const NARROWS = wholeWord(
  'only|solely|exclusively|nur|ausschlie[sß]+lich|s[oó]lo|solamente|[uú]nicamente|seulement|uniquement',
);
const NARROWED = wholeWord(
  'only|solely|exclusively|just|except|unless|must|nur|ausschlie[sß]+lich|s[oó]lo|solamente|[uú]nicamente|seulement|uniquement|restricted|limited|exclusive|no other|not',
);

/** Whether `text` (small letters) says that something is not so. Two negations are none. */
function isNegative(text: string): boolean {
  const plain = withoutIdioms(text);
  const count = plain.match(NEGATION)?.length ?? 0;
  // French needs two words for one negation.
  return (
    (/(?<!\p{L})(?:ne|n')(?=[\s\p{L}]).*(?<!\p{L})(?:pas|jamais|aucune?|plus)(?!\p{L})/u.test(plain)
      ? count - 1
      : count) %
      2 ===
    1
  );
}

/** Whether `claim` says the opposite of `source`, both one statement in small letters, about the same thing. */
export function contradicts(claim: string, source: string): boolean {
  const comparable = !CONDITION.test(claim) || CONDITION.test(source);
  if (comparable && isNegative(claim) !== isNegative(source)) return true;
  return isOpposite(withoutIdioms(claim), withoutIdioms(source)) || swapsSides(claim, source);
}

/** Whether `claim` narrows down what `source` says without such a limit. */
export function narrows(claim: string, source: string): boolean {
  return NARROWS.test(claim) && !NARROWED.test(source);
}

function withoutIdioms(text: string): string {
  return NOT_NEGATIVE.reduce((rest, [phrase, instead]) => rest.replace(phrase, instead), text);
}

function isOpposite(claim: string, source: string): boolean {
  return OPPOSITES.some(([one, other]) => onlyIn(one, other, claim, source) || onlyIn(other, one, claim, source));
}

function onlyIn(mine: RegExp, theirs: RegExp, claim: string, source: string): boolean {
  return mine.test(claim) && !mine.test(source) && theirs.test(source) && !theirs.test(claim);
}

function swapsSides(claim: string, source: string): boolean {
  return BEARS.test(claim) && BEARS.test(source) && onlyIn(WE, YOU, claim, source) !== onlyIn(YOU, WE, claim, source);
}

function wholeWord(alternatives: string): RegExp {
  return new RegExp(`(?<![\\p{L}'-])(?:${alternatives})(?![\\p{L}'])`, 'u');
}
