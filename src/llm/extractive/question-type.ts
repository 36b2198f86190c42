/** What kind of thing a question wants to hear. */
export type QuestionType =
  'contact' | 'hours' | 'time' | 'amount' | 'count' | 'place' | 'steps' | 'person' | 'yes_no' | 'open';

/** First match wins; the more telling cue stands first. English, Spanish, German, French, some Chinese. */
const CUES: readonly (readonly [QuestionType, RegExp])[] = [
  [
    'contact',
    /\b(?:(?:phone|telephone|contact|hotline) (?:number|details)|e-?mail add?ress|(?:your|support|service|contact) (?:e-?mail|phone|telephone)|how (?:can|do) i (?:contact|reach|call)|tel[eé]fono|telefonnummer|num[eé]ro de t[eé]l[eé]phone)(?!\p{L})/iu,
  ],
  [
    'hours',
    /\b(?:(?:opening|business|office|support|service|shop|store) (?:hours|times)|what (?:time|hours)|horario|(?:[oö]ffnungs|gesch[aä]fts)zeiten|heures d'ouverture|horaires)(?!\p{L})|营业时间|几点/iu,
  ],
  [
    'time',
    /\b(?:how (?:long|soon|late|early|often|quickly|fast)|when|until when|(?:what|which) (?:\p{L}+ ){0,3}(?:time|date|day|year|hours)|opening hours|deadline|cu[aá]ndo|cu[aá]nto (?:tiempo|tarda)|wann|wie lange|bis wann|quand|combien de temps)(?!\p{L})|什么时候|多久|何时|哪一?年/iu,
  ],
  [
    'amount',
    /\b(?:how much|what (?:does|do|is|are) .{0,40}\b(?:cost|price|fee)s?|cost|price|fees?|charges?|cu[aá]nto (?:cuesta|vale|es)|precio|wie ?viel kostet|kostet|kosten|combien co[uû]te|prix)(?!\p{L})|多少钱/iu,
  ],
  ['count', /\b(?:how many|cu[aá]nt[oa]s|wie ?viele?|combien)(?!\p{L})|多少|几个/iu],
  ['place', /\b(?:where|d[oó]nde|wo|wohin|o[uù])(?!\p{L})|哪里|在哪/iu],
  ['person', /\b(?:who|whom|whose|qui[eé]n(?:es)?|wer|wem|wen|qui)(?!\p{L})|谁/iu],
  [
    'steps',
    /\b(?:how (?:do|can|to|should|would|could)|steps?|c[oó]mo (?:puedo|hago|se)|wie (?:kann|mache|geht|bekomme)|comment)(?!\p{L})|如何|怎么/iu,
  ],
  [
    'yes_no',
    /^\W*(?:(?:and|but|so|also|hi|hello)\W+)?(?:do|does|did|can|could|is|are|was|were|will|would|may|should|has|have|am|puedo|kann|ist|gibt|puis|est-ce)(?!\p{L})/iu,
  ],
];

const MONTHS =
  'january|february|march|april|june|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre';
const UNITS =
  'seconds?|minutes?|hours?|days?|weeks?|months?|years?|centur(?:y|ies)|d[ií]as?|horas?|semanas?|mes(?:es)?|años?|tage?n?|stunden?|wochen?|monate?n?|jahre?n?|jours?|heures?|semaines?|mois|ans?';

/** How a sentence opens that tells what to do. */
const INSTRUCTION =
  '^\\s*\\d+[.)]\\s|^(?:\\W*(?:to \\w+[^,]*,|if [^,]*,|then|first|next|finally|please|simply|just))?\\W*(?:go|open|click|select|choose|enter|sign|log|visit|use|follow|send|contact|call|write|press|tap|fill|upload|download|install|run|check|make|add|set|change|create|submit|complete|apply|try|ask|start)\\b';
const INSTRUCTS = new RegExp(
  `${INSTRUCTION}|\\b(?:under|choose|click|open|press|select)\\b[^.]{0,40}["“]\\p{Lu}`,
  'iu',
);

/** What a sentence that answers such a question usually holds. */
const SIGNS: Readonly<Record<QuestionType, RegExp | null>> = {
  contact: /[\p{L}\p{N}]@[\p{L}\p{N}]|\d{3}[-. )]{1,2}\d{3,4}|\+\d{2}/u,
  time: new RegExp(
    `(?:\\d|\\b(?:one|two|three|four|five|six|seven|ten|few|several)\\b)[\\s-]*(?:(?:to|-|–)\\s*\\d+ )?(?:(?:business|working|calendar|full) )?(?:${UNITS})\\b|\\b(?:${MONTHS}|monday|tuesday|wednesday|thursday|friday|saturday|sunday|daily|weekly|monthly|annually|immediately|instantly|today|overnight|24/7)\\b|\\d{1,2}:\\d{2}|\\b\\d{1,2} ?[ap]\\.?m\\b|\\b1\\d{3}\\b|\\b20\\d\\d\\b|[年月日天小时]`,
    'iu',
  ),
  hours:
    /\b\d{1,2}(?:[:.]\d{2})? ?(?:[ap]\.?m\b|uhr\b|h\b)|\b\d{1,2}:\d{2}\b|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekdays?|weekends?|24\/7|around the clock|lunes|s[aá]bado|domingo|montag|samstag|sonntag|lundi|samedi|dimanche)s?\b|点/iu,
  amount:
    /[$€£¥]\s?\d|\d\s?[$€£¥%]|\b\d[\d.,]*\s?(?:dollars?|euros?|pounds?|usd|eur|gbp|cents?|million|billion|percent)\b|\bfree\b|\bno (?:charge|cost|fee)|[元块]/iu,
  count:
    /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion|no limit|unlimited)\b/iu,
  place: /(?<=\b(?:in|at|on|under|near|from|via|to|en|bei|unter|à|sur)\s)["“'*]?\p{Lu}|https?:|\bpage\b|\bmenu\b|→|>/u,
  person: /(?<=\S\s)\p{Lu}\p{L}+/u,
  steps: new RegExp(`^\\s*[-*•]\\s|${INSTRUCTION}|\\byou (?:can|must|need|should|will need)\\b`, 'iu'),
  yes_no:
    /^\W*(?:yes|no|sí|ja|nein|oui|non)\b|\b(?:can|cannot|can't|not|only|must|may|always|never|available|allowed|possible|accept(?:ed)?|free|required|closed|open|eligible|recommended|support(?:s|ed)?|offer)\b/iu,
  open: null,
};

/** What kind of answer `question` asks for. */
export function questionTypeOf(question: string): QuestionType {
  return CUES.find(([, cue]) => cue.test(question))?.[0] ?? 'open';
}

/** Whether `sentence` holds the kind of thing a question of this type wants. */
export function answersType(type: QuestionType, sentence: string): boolean {
  return SIGNS[type]?.test(sentence) ?? false;
}

/** Whether `sentence` tells what to do, one step or all of them. */
export function instructs(sentence: string): boolean {
  return INSTRUCTS.test(sentence);
}
