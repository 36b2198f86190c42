import { type CueFamily, cue } from './cue.js';

/** English complaints that name no complaint: judgements on how one was served, demands for a remedy, breaking off. */

const AWFUL =
  '(?:worst|terrible|horrible|horrendous|horrid|awful|appalling|disgusting|disgraceful|unacceptable|pathetic|shocking|shameful|abysmal|' +
  'atrocious|dreadful|lousy|crappy|shitty|rubbish|garbage|trash|ridiculous|outrageous|incompetent|useless|unprofessional|shoddy|' +
  'deplorable|poorest|crap|shit|laughable|unhelpful|bad|poor)';
const SERVICE =
  '(?:customer service|customer care|customer support|service|support|experience|company|airline|staff|treatment|attitude|management)';
const VERY =
  '(?:(?:[a-z]+ly|so|very|really|just|absolutely|completely|totally|extremely|utterly|beyond|simply|truly|quite|the|an?|such|fucking|freaking|' +
  'damn|complete|total|absolute|utter|pretty|deeply|most|always|even|both) ){0,3}';
const RUDE =
  '(?:rude|impolite|abusive|unprofessional|incompetent|disrespectful|insulting|aggressive|hostile|dismissive|racist|unhelpful|useless|' +
  'arrogant|condescending|ignorant|nasty|terrible|horrible|awful)';
const STAFF =
  '(?:agents?|staff|employees?|representatives?|reps?|drivers?|managers?|supervisors?|operators?|team|people|crew|technicians?|' +
  'couriers?|support|attendants?|waiters?|workers?|advis[eo]rs?|personnel|guy|lady|woman|man)';
const ONES_STAFF = `(?:your|ur|the|this|that|one of (?:your|the)) (?:[a-z]+ ){0,2}?${STAFF}(?: (?:i|we) (?:spoke|talked|dealt) (?:to|with))?`;
const WAS = '(?:was|were|is|are|has been|have been|acted|behaved|got)';
const FEEL =
  '(?:disappointed|dissatisfied|unhappy|disgusted|appalled|furious|angry|outraged|upset|frustrated|annoyed|fed up|displeased|' +
  'unsatisfied|livid|pissed(?: off)?|mad|shocked|sick|tired|disturbed)';
const YOUR_SERVICE =
  '(?:(?:the |your |ur |this |these |such |all |of |a )*(?:[a-z]+ ){0,2}?(?:service|support|company|business|bank|airline|shop|store|' +
  'staff|agents?|team|experience|treatment|handling|response|level|quality|lies|excuses|attitude|employees?|representatives?)|' +
  'how (?:i was|i have been|we were|you)|you(?: guys| people| all)?(?= ?(?:$|[,]|and|because|for)))';
const REMEDY =
  '(?:refund|reimbursement|money back|compensation|apology|explanation|answers?|resolution|solution|action|credit|restitution|replacement)';
const OURS = '(?:an? |the |my |our |full |immediate |some |your |to be |for |that |clear |proper |written ){0,4}';

/** Ordinary questions that hold such words, and judgements on other things. */
const ASKED_ABOUT =
  /\b(?:what (?:if|happens|counts)|in case|how (?:do|does|would) you (?:define|rate|measure)|(?:poor|bad) (?:signal|reception|network|connection|weather)|review|rating|survey|not (?:that |so |too )?bad)\b/;
const NOT_UPSET =
  /\b(?:not|never|aren't|isn't|wasn't|no longer) (?:\w+ )?(?:disappointed|dissatisfied|unhappy|upset|angry|mad)\b/;
/** "I try to demand a compensation", "when can I expect a refund": asked how, not demanded. */
const ASKS_HOW =
  /\b(?:try|trying|tried|how|where|when|want|like|need) (?:to|do i|can i|will)\b.*\b(?:demand|require|expect|insist)|\bhow long\b|\bwhen\b/;

export const COMPLAINT_ANGER: CueFamily = {
  trigger:
    /worst|terribl|horr|awful|appal|disgust|disgrac|accept|pathetic|shock|sham|abysm|atroc|dread|lous|crap|shit|rubbish|garbage|trash|ridicul|outrag|incompet|useless|profession|shod|deplor|poor|laugh|help|bad|rude|impolite|abusi|respect|insult|aggress|hostil|dismiss|racist|arrogan|condescend|ignor|nast|lying|hung|hang|yell|scream|shout|swore|curs|report|jok|nightmare|disappoint|reliab|suck|stink|meaning|customer|scandal|rip ?-?off|scam|inexcus|bullshit|robbery|crook|thie|liar|cheat|good enough|not ok|treat|dissatisf|unhapp|angry|furious|upset|frustrat|annoy|fed up|pleas|satisf|livid|piss|mad|sick|tired|disturb|demand|insist|expect|require|money|owe|deserve|compensat|apolog|explan|will you|never|elsewhere|los[et]|losing|last time|leav|nobody|no ?one|none of|you |lied|misled|strung|runaround|passed|bounced|promis|wast/,
  cues: [
    cue(
      'complains_of_staff',
      0.8,
      [
        `${ONES_STAFF} ${WAS} ${VERY}${RUDE}\\b`,
        `(?:rude|abusive|unprofessional|disrespectful|incompetent|racist|lying) (?:[a-z]+ )?(?:${STAFF}|service|customer service)\\b`,
        '(?:hung|hangs?|hanging|hung the phone) up on (?:me|us)\\b',
        '(?:agents?|staff|employees?|representatives?|reps?|drivers?|managers?|attendants?|he|she|they|who|was|were|got|being) (?:[a-z]+ )?(?:yelled|screamed|shouted|swore|cursed|laughed) at\\b',
        `report(?:ing)? (?:an?|one of|your|this|that|the) (?:[a-z]+ ){0,2}?(?:agent|employee|staff member|driver|manager|representative|courier|technician)s?\\b`,
      ],
      ASKED_ABOUT,
    ),
    cue(
      'judges_service',
      0.8,
      [
        `${AWFUL} (?:[a-z]+ )?${SERVICE}\\b`,
        `(?:${SERVICE}|airline|bank|team|communication) (?:(?:i|we) (?:got|received|had|have received) )?${WAS} (?:not )?${VERY}(?:${AWFUL}|joke|disgrace|nightmare|disappointing|acceptable|unreliable)\\b(?! but)`,
        `(?:${SERVICE}|airline|bank|you guys|you people|you|your [a-z]+) (?:really |just |totally )?(?:sucks?|stinks?)\\b`,
        "(?:does not|doesn't|don't|do not) (?:know|understand) (?:the meaning of|what) (?:good )?customer service",
      ],
      ASKED_ABOUT,
    ),
    cue(
      'judges_service',
      0.75,
      [
        `(?:this|that|it|which|you|you guys|your company)(?:'s| is|'re| are) (?:[a-z]+ )?${VERY}(?:(?:bunch|pack|gang|lot) of )?(?:unacceptable|inacceptable|ridiculous|outrageous|disgraceful|appalling|disgrace|joke|outrage|scandal|rip ?-?off|insult|nightmare|scam|disgusting|pathetic|inexcusable|shameful|bullshit|robbery|crooks|thieves|scammers|liars|cheats|worst)\\b`,
        "(?:this|that|it)(?:'s| is| was) (?:simply |just |really |absolutely |completely )?not (?:acceptable|good enough|ok at all|how you treat)\\b",
      ],
      ASKED_ABOUT,
    ),
    cue(
      'unhappy_with_service',
      0.75,
      [
        `(?:i'm|i am|we are|we're|im|i feel|i was|i've been|we were|very|extremely|so|really|deeply|totally|absolutely) ${VERY}${FEEL} (?:with|about|by|at|in|of|over|towards) ${YOUR_SERVICE}`,
      ],
      NOT_UPSET,
    ),
    cue(
      'demands_remedy',
      0.75,
      [
        `(?:i|we) (?:hereby |now |must |strongly |also |therefore )?(?:demand|insist on|expect|require)(?: to (?:get|have|be given|receive))? ${OURS}${REMEDY}\\b(?=.*(?:now|immediate|today|at once|for |from you|right away|$))(?! (?:of|by|in) )`,
      ],
      ASKS_HOW,
    ),
    cue(
      'demands_remedy',
      0.7,
      [
        '(?:i (?:just )?want|give me|gimme|send(?: me)?) (?:back )?(?:all )?my (?:[a-z]+ )?money back\\b',
        'you owe (?:me|us)\\b',
        'how will you make (?:this|it|up)',
        '(?:i|we) deserve (?:an? )?(?:compensation|refund|apology|explanation|better)',
        '(?:want|expect|need|deserve) (?:to be compensated|(?:an? |some |your )?(?:compensation|apology|explanation) for)',
      ],
      ASKS_HOW,
    ),
    cue('breaks_off', 0.75, [
      "(?:will|'ll|would|am|going to|i) never (?:ever )?(?:again )?(?:be )?(?:us(?:e|ing)|buy(?:ing)?|fly(?:ing)?|order(?:ing)?|shop(?:ping)?|book(?:ing)?|com(?:e|ing)|stay(?:ing)?|recommend(?:ing)?|deal(?:ing)?|bank(?:ing)?|do(?:ing)? business) (?:[a-z]+ )?(?:with|from|at|to|your|you|this|here|again|on)\\b",
      '(?:taking|take|took) (?:my|our) (?:business|money|custom) elsewhere',
      "(?:you(?:'ve| have)? (?:just )?(?:lost|losing|lose)) (?:me\\b|(?:an?|this|another) (?:[a-z]+ ){0,2}customer)",
      "last time (?:i|we)(?:'ll| will| ever)? (?:ever )?(?:us|buy|fly|order|shop|book|stay)",
      'leav(?:e|ing) (?:you )?an? (?:bad|negative|terrible|one[- ]star|1[- ]star) review',
    ]),
    cue('service_failed', 0.7, [
      '(?:nobody|no ?one|none of you) (?:[a-z]+ ){0,4}?(?:help(?:s|ed|ing)?|answer(?:s|ed|ing)?|respond(?:s|ed|ing)?|repl(?:y|ies|ied)|called|calls|gets?|got|gotten|cares?)\\b',
      "you (?:guys |people )?(?:don't|do not|never|didn't|did not|refuse to|keep|haven't|have not) (?:[a-z]+ ){0,2}?(?:help(?:ed|ing)? (?:me|us|anyone)|respond(?:ed|ing)?\\b|repl(?:y|ied) to|call(?:ed)? (?:me )?back|care about|keep your|kept your|ignor(?:e|ing)|lying)",
      "(?:i'm|i am|i've been|i was|been|being|keep getting) (?:[a-z]+ )?(?:ignored|passed around|bounced around|given the runaround|lied to|misled|cheated|strung along|ripped off|treated (?:like|badly|poorly|unfairly|rudely|terribly|horribly))\\b",
      '(?:broken|false|empty) promises\\b',
      'wast(?:e|ed|ing) (?:of )?(?:my|our) (?:time|money|day)\\b',
      'treat(?:s|ed|ing)? (?:your |ur |me |us |customers? |people |passengers )+(?:so |very |like |this |that )*(?:badly|poorly|unfairly|rudely|terribly|horribly|dirt|trash|garbage|crap|shit|way|criminals?|bad)\\b',
    ]),
  ],
};
