import { AFTER_PERSON, ANY_PERSON, BEFORE_PERSON, DESK_PERSON, END_OF_WISH, STRONG_PERSON } from './person-words.js';

/** One way of asking for a person. `confidence` is 0..1; `negatable` says that words before it can turn it around. */
export interface WishPattern {
  readonly pattern: RegExp;
  readonly confidence: number;
  readonly negatable: boolean;
}

const SPEAK =
  '(?:talk|spe[ae]k|chatt?)(?:ing)?(?: (?:directly|live|personally|now|over the phone|on the phone))? (?:to|with|2|w)';
const REACH =
  '(?:reach(?:ing)?|get(?:ting)? (?:a )?hold of|get(?:ting)? (?:in touch|through|in contact|connected|transferred|put through|escalated) (?:with|to)|be (?:connected|transferred|put through|redirected|forwarded|referred|passed|handed over) (?:with|to))';
const HAND_OVER =
  '(?:connect|transfer|redirect|forward|route|refer|switch|direct|hand|pass|put|link|hook|patch|send|escalate)(?:ing)? (?:me|us|this|it|my (?:call|chat|case|issue|problem)|the (?:call|chat|case|issue))(?: (?:over|on|off|up|through|back|straight|directly|now|in touch|in contact))* (?:to|with)';
const WANT =
  "(?:(?:i|we) ?(?:really |just |only |still )?(?:want|wanna|need|require|demand|prefer|insist on|request|am asking for|'m asking for|asked for)|(?:i'd|we'd|i would|we would|id) (?:really |just |much )?(?:like|love|prefer|rather have)|give me|gimme|get me|find me|bring me|(?:how (?:do|can) i|can i|could i|may i|let me) (?:just )?(?:get|have)|looking for|want|need|get)";
const ASKING = '(?:can|could|will|would|have|get|let|ask|may)(?: you)?(?: please)?(?: have| get| ask)?';
const SOMEBODY = '(?:some ?(?:one|body)|any ?(?:one|body))(?: (?:real|human|else|from (?!\\w+ing\\b)[a-z ]{2,20}))?';
const ALSO = '(?:(?:please|just|actually|to) ){0,3}';
const CALL_ME =
  '(?:call|ring|phone|contact|reply to|talk to|speak (?:to|with)|get back to|get in touch with|reach out to)';
const HELP_ME = `(?:${CALL_ME}|help|assist|answer|take over from)`;
const BOT =
  '(?:chat ?)?(?:bots?|robots?|machines?|computers?|ai|automated (?:system|assistant|service)|virtual (?:agent|assistant))';

function wish(source: string, confidence: number, negatable = true): WishPattern {
  return { pattern: new RegExp(source, 'g'), confidence, negatable };
}

/** Ways of asking for a person in English, plainest first. */
export const ENGLISH_WISHES: readonly WishPattern[] = [
  wish(`\\b(?:${SPEAK}|${REACH}) ${BEFORE_PERSON}${ANY_PERSON}${AFTER_PERSON}`, 0.95),
  wish(`\\b${HAND_OVER} ${BEFORE_PERSON}${ANY_PERSON}${AFTER_PERSON}`, 0.95),
  wish(
    `\\b(?:transfer|connect|switch|forward|redirect|escalate|hand(?:ed)? over|put through) to ${BEFORE_PERSON}${STRONG_PERSON}${AFTER_PERSON}${END_OF_WISH}`,
    0.9,
  ),
  wish(
    '(?:^|[.,!] )(?:please |pls |can you |could you |have someone |just )*(?:call|phone|ring) me(?: back| now| please| asap| on| at|$)',
    0.75,
  ),
  wish(
    `\\bcontact(?:ing)?(?: (?:to|with))? (?!the (?:person|people|individual))${BEFORE_PERSON}(?:${STRONG_PERSON}|some ?(?:one|body)|any ?(?:one|body))${AFTER_PERSON}`,
    0.85,
  ),
  wish(`\\b${WANT} (?:to (?:have|get) )?${BEFORE_PERSON}${DESK_PERSON}${AFTER_PERSON}${END_OF_WISH}`, 0.9),
  wish(`\\b(?:${ANY_PERSON})(?: (?:that|who|whom))? (?:i|we) (?:can|could|may|might) ${SPEAK}`, 0.9),
  wish(`\\b${ASKING} ${BEFORE_PERSON}${STRONG_PERSON}${AFTER_PERSON} ${ALSO}${HELP_ME} (?:me|us)\\b`, 0.75),
  wish(`\\b${ASKING} ${SOMEBODY} ${ALSO}${CALL_ME} (?:me|us)\\b`, 0.75),
  wish(
    `\\b(?:help|assistance|support|service|answer|response|reply|advice) (?:from|by) ${BEFORE_PERSON}(?:${STRONG_PERSON})${AFTER_PERSON}`,
    0.85,
  ),
  wish('\\b(?:human|agent|operator) (?:hand ?-?off|hand ?-?over|take ?-?over|escalation)\\b', 0.85),
  wish(
    `\\b(?:want|need|get|like|prefer|for|require|talk to|have) (?:a |an |some |real |actual )*human (?:help|support|assistance|service|intervention|contact|interaction|customer service)\\b`,
    0.9,
  ),
  wish(
    `\\b(?:do not|don't|dont|not going to|won't|refuse to|no longer) (?:want|wanna|wish|like|need)?(?: to)? ?(?:be )?(?:talk|speak|chatt?|deal|typ)(?:e|ing)? (?:to|with) (?:an? |this |the |your |some )?(?:[a-z]+ )?${BOT}\\b`,
    0.8,
    false,
  ),
  wish(
    `\\b(?:sick|tired|fed up|done|enough) (?:of|with) (?:talking (?:to|with) |speaking (?:to|with) )?(?:an? |this |the |your |these )?(?:[a-z]+ )?${BOT}\\b`,
    0.75,
    false,
  ),
];

const POLITE =
  '(?:hi|hello|hey|ok|okay|please|pl[sz]+|just|no|yes|now|a|an|the|any|some|real|live|actual|human|customer|service|support|care|sales|another|i said|to|your|speak|talk|get|immediately|asap|right|thanks|thank you|you|from|there|someone|somebody)';

/** A whole message that is nothing but the person: "agent", "human please", "live agent now!", "someone from customer care". */
export const BARE_WISH = new RegExp(
  `^(?:${POLITE} )*(?:humans?(?: being)?|agents?|representatives?|reps?|operators?|supervisors?|managers?|(?:real |live |actual )person|someone (?:real|else|human)|some(?:one|body) from (?:${POLITE} ?)*(?:team|care|service|support|staff)|(?:customer )?(?:service|support) (?:agents?|reps?|representatives?|person|staff))(?: ${POLITE})*$`,
);
