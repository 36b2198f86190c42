import { type CueFamily, anyOf, cue } from './cue.js';

/** English ways of saying that one complains: a verb of lodging and the complaint, the verb itself, the bare noun. */

const LODGE =
  '(?:fil(?:e|ing)|lodg(?:e|ing)|mak(?:e|ing)|submit(?:ting)?|rais(?:e|ing)|register(?:ing)?|plac(?:e|ing)|send(?:ing)?(?: in)?|' +
  'put(?:ting)?(?: in| forward)?|issu(?:e|ing)|bring(?:ing)?|start(?:ing)?|writ(?:e|ing)|enter(?:ing)?|formulate)';
/** Also what one does with a ticket or has: too weak for a "claim". */
const LODGE_OR_HAVE = `(?:${LODGE}|hav(?:e|ing)|got|open(?:ing)?|log(?:ging)?|leav(?:e|ing)|report(?:ing)?|escalat(?:e|ing)|voice)`;
const OF_MY_OWN = '(?:(?:an?|the|my|our|this|another|some|ur|your|one) )?(?:(?:very |really )?[a-z]+ ){0,2}?';
const GRIEVANCE = '(?:complaints?|complain|grievances?|reclamations?)';
const FORMALLY = '(?:(?:formal|official|customer|consumer|serious|written|strong) ){0,2}';

/** "complaint form", "complaints department": another thing than the complaint. */
const NOT_ANOTHER_THING =
  '(?! (?:forms?|numbers?|status|history|procedures?|process|polic(?:y|ies)|templates?|categor(?:y|ies)|statistics|reports?|pages?|' +
  'tickets?|rates?|e-?mails?|address|hours|lines?|books?|logs?|widgets?|fields?))\\b';

/** A claim against an insurer, a guarantor or the tax office is a form, not a complaint. */
const OTHER_CLAIM =
  '(?<!(?:insurance|warranty|expenses?|medical|dental|travel|tax|damage|accident|benefits?|unemployment|health|car|auto|disability|va|' +
  'the|my|this|that|new) )';
const CLAIM = [
  '(?:customer|consumer|formal|official) claims?\\b',
  `${OTHER_CLAIM}claims? (?:against|towards?)\\b`,
  `${OTHER_CLAIM}claims?(?= ?(?:$|[,?]|please|pl[sz]|now))`,
];

/** Whoever has none, or does not want to. */
const HAS_NONE =
  /\b(?:no complaints?|(?:can't|cannot|can not|nothing to|never|without|not (?:here|trying|going) to|(?:don't|do not|won't) (?:want to|wish to|mean to|like to|need to|have (?:any|a)|make an?)?) ?complain(?:t|ts|ing)?)\b/;
/** Complaints of others, and the work with them. */
const OF_OTHERS =
  /\b(?:(?:respond|reply|answer)(?:ing)? to (?:an? |the )?(?:customer )?complaints?|(?:handle|manage|process|view|see|export|track|find|read|close|withdraw|cancel|resolve|receive)[sd]? (?:(?:an?|the|my|our|all|customer|client) ){0,3}complaints?|(?:status|progress|update) (?:of|on) (?:my|the|our) complaint|(?:customers?|clients?|guests?|neighbou?rs?|users?|people|wife|husband|friend|they|he|she|students?) (?:is |are |has |have |keeps? |always |always )?complain(?:ed|s|ing)?|complaints? (?:from|by) (?:an? |our |my |other )?(?:customers?|clients?|users?|guests?|neighbou?rs?))\b/;
const HOW_HANDLED =
  /\bhow (?:do|are|does|long|many) (?:you|complaints?|the company|does|do|is|it)\b.*\b(?:handled?|deal|process|take|complaints)\b|\bwhat (?:is|are|was) (?:your|the|an?) .*complain/;
const NOT_COMPLAINING = anyOf(HAS_NONE, OF_OTHERS, HOW_HANDLED);

const WHO_WILL =
  "(?:i|we)(?:'d| would| will|'ll| have| need| want| wish| am| are|'m)?(?: (?:really|just|also|like|want|wish|need|going|here|got|calling|writing|have|trying|forced|contacting you)){0,4} to";
const WHERE_ONE_CAN =
  '(?:want|wanna|like|need|wish|let me|must|where to|how to|whom to|(?:where|how|who|whom) (?:do|can|could|may|should) (?:i|we)|(?:can|may) (?:i|we))(?: to)?';

export const COMPLAINT_WISHES: CueFamily = {
  trigger: /compl|griev|reclam|claim/,
  cues: [
    cue('files_complaint', 0.9, [`${LODGE_OR_HAVE} ${OF_MY_OWN}${GRIEVANCE}\\b${NOT_ANOTHER_THING}`], NOT_COMPLAINING),
    cue(
      'files_complaint',
      0.75,
      CLAIM.map((claim) => `${LODGE} ${OF_MY_OWN}${claim}`),
    ),
    cue('files_complaint', 0.85, [
      '(?:this is|consider this|it is|treat this as) (?:an? |my )?(?:formal |official |serious )?complaint\\b',
    ]),
    cue(
      'files_complaint',
      0.8,
      [
        `^(?:(?:please|help|with|i|an?|my|our) ){0,3}${FORMALLY}${GRIEVANCE}(?: (?:please|now))?$`,
        `${FORMALLY}(?:complaints?|grievances?|reclamations?) (?:against|about|regarding|concerning)\\b`,
      ],
      NOT_COMPLAINING,
    ),
    cue(
      'wants_to_complain',
      0.9,
      [
        `${WHO_WILL} complain\\b`,
        `${WHERE_ONE_CAN} complain\\b`,
        "(?:i am|i'm|we are|we're) (?:officially |formally |hereby )?complaining\\b",
        'complain(?:ing)? (?:to|with) (?:your|the|ur) (?:manager|supervisor|boss|management|head office|ceo|headquarters)',
      ],
      NOT_COMPLAINING,
    ),
  ],
};
