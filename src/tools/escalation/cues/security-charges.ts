import { type CueFamily, anyOf, cue } from './cue.js';
import { MOVEMENT, NO_INCIDENT, STRANGE } from './security-words.js';

/** English reports of movements on an account that its holder did not make or does not know. */

const SURELY = '(?: (?:really|definitely|certainly|personally|just|honestly|actually|myself|ever|even|know i))*';
/** An act that one denies: it lies in the past. "I don't make payments" denies nothing. */
const DID_NOT = `(?:i|we)(?: am sure i| know i)?${SURELY} (?:did not|didn't|didnt|never|have not|haven't|havent|have never|had not|hadn't)${SURELY}`;
const ACT =
  '(?:make|made|do|did|done|authori[sz]ed?|approved?(?: of)?|initiated?|placed?|order(?:ed)?|buy|bought|purchased?|perform(?:ed)?|create[d]?|' +
  'complete[d]?|request(?:ed)?|set up|sign(?:ed)? up|consent(?:ed)?|permit(?:ted)?|withdr(?:ew|awn?)|take out|taken out|spen[dt]|' +
  'subscribed?|agreed? to|opened?|recogni[sz]ed?|put there)';
/** Something that one does not know: in the present. */
const DOES_NOT_KNOW =
  "(?:(?:do not|don't|dont|didn't|did not|can't|cannot|can not|couldn't) (?:even |really |actually )?(?:recogni[sz]e|recall|remember|identify|account for|know anything about)|" +
  "(?:know|knew) nothing about|(?:am |'m )?not (?:familiar with|aware of)|(?:unaware|unsure) of|have no (?:idea|knowledge|recollection|memory|clue)|(?:have |had )?never (?:seen|heard)(?: of)?|haven't (?:seen|heard))";
const NOT_MINE =
  "(?:(?:is|are|was|were|has|have|had)(?: (?:definitely|certainly|clearly|really|just|also|been))? not(?: been)?|isn't|isnt|aren't|wasn't|wasnt|weren't|hasn't been|not|never) " +
  '(?:mine|me\\b|my own|made by me|by me|from me|done by me|authori[sz]ed|approved|my doing|my (?:purchase|transaction|payment))';
/** Where it is seen: "on my account", "showing up in the app from a shop". No subject of its own but "I". */
const WHERE_IT_IS = "(?:(?!(?:because|so|but|since)\\b)[a-z$\\d.,'’£€-]+ ){0,9}?";
const WHICH =
  '(?:(?:an?|the|this|that|these|those|any|some|of|one|such|all|either|two|both|few|couple|direct|debit|cash|card|atm|online|last|recent|most|on|my|account|merchant|seller|shop|store|company|name|making|buying|ordering|doing|authori[sz]ing) ){0,7}';
const SHOWS =
  '(?:app|statement|account|bank|bill|card|record|it|history)s? (?:[a-z]+ )?(?:says?|shows?|showing|indicates?|claims?|states?)';

/** One's own payment that was not made in time; parcels; a device that does not recognise its owner. */
const OTHER_MATTER =
  /\b(?:my (?:monthly |last |own )?(?:payment|order|transfer) (?:on time|in time|yet|this month|last month)|(?:late|missed|minimum|monthly) payments?|on time|in time|yet|if i (?:don't|do not|didn't)|confirmation|receipt|invoice|tracking|delivery|package|parcel|refund (?:policy|status)|exchange rates?|verification code|(?:face|voice|fingerprint|device|system|website|computer) (?:doesn't|does not|won't|don't|didn't)|recogni[sz]e (?:me|my)|remember my|why (?:can't|cannot|don't|didn't) (?:i|we)|enough money)\b/;
const UNLESS = anyOf(NO_INCIDENT, OTHER_MATTER);
/** Words that are strange in other ways, and lists one asks for. */
const ORDINARY =
  /\b(?:unknown|false|strange|weird|random|odd) (?:error|reason|number|order of)|\bhow (?:do|can) i (?:see|view|list|export|check for|make)\b|\brandom items?\b/;

export const CHARGE_CUES: CueFamily = {
  trigger: new RegExp(
    `${MOVEMENT}|something|n't me|not me|authori|recogni|missing|says?|shows?|indicates|claims|states|card|town|place`,
  ),
  cues: [
    cue(
      'not_mine',
      0.9,
      [
        `(?:${MOVEMENT}|something) ${WHERE_IT_IS}${DID_NOT} ${ACT}\\b`,
        `${DID_NOT} ${ACT} ${WHICH}${MOVEMENT}\\b`,
        `(?:${MOVEMENT}|something) ${WHERE_IT_IS}${NOT_MINE}`,
        `(?:${MOVEMENT}) ${WHERE_IT_IS}without my (?:permission|knowledge|consent|authori[sz]ation|approval)`,
        `${SHOWS} .*\\b(?:but|and|though|although|when|however|while)\\b,? i(?: know i)? (?:didn't|did not|didnt|haven't|have not|never)(?: ${ACT}\\b| do it| do that|$)`,
      ],
      UNLESS,
    ),
    cue(
      'not_mine',
      0.85,
      [
        `${MOVEMENT} ${WHERE_IT_IS}(?:i|we|i'm|i've|i am|i have)(?: [a-z]+)? ${DOES_NOT_KNOW}`,
        `${DOES_NOT_KNOW} (?:what |who |where |why )?(?:is |are )?${WHICH}(?:${MOVEMENT}|it|this|them)\\b(?! (?:number|card number|password))`,
        "(?:it|that|this)(?: was| is|'s) not me\\b|(?:it|that) (?:wasn't|isn't) me\\b",
        'never (?:authori[sz]ed|approved) (?:this|that|it|these|those|any|an?)\\b',
        "(?:card|charge|transaction|payment|purchase|withdrawal|account|town|place|store|city|country)s?\\b.*\\b(?:never been (?:to|there|in)?|haven't been (?:to|there)|was not there|wasn't there|did(?:n't| not) go to)\\b",
        `(?:there is|there's|have|see|noticed?) (?:[a-z]+ ){0,3}?(?:charges|transactions|payments|purchases) (?:[a-z]+ ){0,6}?i (?:do not|don't) know\\b`,
      ],
      UNLESS,
    ),
    cue(
      'strange_activity',
      0.85,
      [
        `${STRANGE}(?: (?:card|cash|atm|bank|looking|credit|debit|account|online|direct|new|small|large|vendor|merchant|pending|or|and|${STRANGE})){0,3} ${MOVEMENT}\\b`,
        `${MOVEMENT} (?:[a-z]+ ){0,6}?(?:is|are|was|were|looks?|seems?|appears?|that's) (?:to be |very |really |a bit |kind of |so |quite )*${STRANGE}\\b`,
      ],
      anyOf(UNLESS, ORDINARY),
    ),
    cue(
      'strange_activity',
      0.7,
      [
        "(?:what|who)(?:'s| is| are| was)? (?:this|these|that|the) (?:cash |card |strange |direct |atm |debit )*(?:withdrawal|purchase|transaction|debit)s?(?: is)?(?: (?:on|in|from|for) (?:my|the) (?:[a-z]+ )?(?:account|statement|card|bill|app))?\\s?\\??$",
        '(?:money|cash|funds|savings) (?:[a-z]+ ){0,2}?(?:(?:is|are|has|have|was|been|went|gone|just) )+(?:missing|disappeared|vanished|stolen|drained)\\b',
        'missing (?:money|cash|funds) (?:from|in|on) my\\b',
      ],
      anyOf(UNLESS, /\b(?:top|topped|transfer\w*|deposit\w*|refund|sent|send|cheque|check|added|put)\b/),
    ),
  ],
};
