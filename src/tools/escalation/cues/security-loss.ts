import { type CueFamily, cue } from './cue.js';
import { ACCOUNT, BE, BELONGING, NO_INCIDENT, SOMEBODY } from './security-words.js';

/** English reports that something was stolen or lost. */

const STOLE =
  '(?:stole|stolen|robbed|nicked|snatched|grabbed|swiped|mugged|attacked|took|taken|pinched|burgled|ran off with|pick ?pocketed)';
const WAS = `(?:${BE} ){1,4}`;
const LOST = '(?:lost|misplaced|missing|gone|disappeared|vanished)';
const MY = '(?:my|our|both my|all my|one of my)';
const THING = '(?:cards?|phones?|wallets?|purses?|handbags?|laptops?|passports?)';
const CANT_FIND =
  "(?:(?:can't|cannot|can not|cant|couldn't|could not|unable to|not able to)(?: seem to)? (?:find|locate)|(?:don't|do not) know where i (?:put|left|lost|dropped)|no idea where)";
/** A card of which only something is lost, and parcels, which are the carrier's matter. */
const LOST_PROPERTY =
  '(?! (?:items?|packages?|parcels?|luggage|baggage|orders?|property|password|bags?|time|data|files?|points?|pets?|connection|money order))';

export const LOSS_CUES: CueFamily = {
  trigger:
    /stol|steal|rob|nick|snatch|grab|swip|mug|attack|t[oa]k|pinch|burgl|ran off|pick ?pocket|scam|phish|hack|defraud|conned|thef|thie|swap|lost|los[et]|misplac|missing|gone|disappear|vanish|find|locat|where|left|forgot|drop|fell|slipped|nowhere|no longer/,
  cues: [
    cue(
      'stolen',
      0.95,
      [
        `(?:${SOMEBODY}|they|he|she|who|my ex) (?:${BE} ){0,3}${STOLE} (?:[a-z]+ ){0,3}?(?:my|our|me|everything)\\b(?! (?:advice|time|seat|order to|question))`,
        `${MY} (?:[a-z]+ ){0,5}?${WAS}(?:stolen|robbed|nicked|pinched|snatched|swiped|pick ?pocketed)\\b`,
        `${MY} ${BELONGING} ${WAS}taken\\b(?! (?:off|out|by the (?:atm|machine)|care|a while|over))`,
        "(?:i|we)(?:'ve|'m)? (?:(?:was|were|am|got|have|had|been|just|being) ){1,3}(?:robbed|mugged|burgled|pick ?pocketed|scammed|phished|hacked|defrauded|conned)\\b",
        `(?:i|we)(?:'ve)? (?:have |just )?had ${MY} (?:[a-z]+ ){1,3}(?:stolen|nicked|taken from)`,
        `everything (?:[a-z]+ ){0,3}?${WAS}stolen\\b`,
      ],
      NO_INCIDENT,
    ),
    cue(
      'stolen',
      0.9,
      [
        `stolen ${BELONGING}`,
        `${BELONGING}(?: (?:that|which))? ${WAS}stolen\\b`,
        `(?:it|they|card|phone|wallet)(?:'s|'re| is| was| were| are| has been) stolen\\b`,
        `(?:as|been|one) stolen\\b`,
        `${THING} (?:theft|thief)\\b|theft of (?:my|our|an?|the)\\b|identity (?:theft|thief)\\b|stolen identity\\b|sim ?-?swap(?:ped)?\\b`,
        'report(?:ing)? (?:an? |the |my )?(?:theft|robbery|burglary)\\b',
        `(?:stole|took|nicked|swiped) (?:my|our) ${ACCOUNT}`,
      ],
      NO_INCIDENT,
    ),
    cue(
      'lost',
      0.85,
      [
        `(?:lost|misplaced|losing|dropped) (?:both |all |of )*(?:my|our) ${BELONGING}`,
        `(?:i|i've|i have|ive|we|have|and|just) (?:(?:think|just|also|have|accidentally|may have|might have|must have|i) ){0,3}left (?:my|our) ${BELONGING} (?:at|in|on|behind|with|somewhere)\\b`,
        `${MY} ${BELONGING}(?: (?:that|which))? ${WAS}${LOST}\\b`,
        `(?:^|help |oh no |hi |hello |so |the |and |an? )${THING}(?: (?:that|which))? (?:is|was|got|went|has been|has gone|has) (?:just )?${LOST}\\b`,
        `${CANT_FIND} (?:my|our) ${BELONGING}`,
        `(?:where is|where's) my (?:wallet|purse|phone)\\b`,
        `(?:left|forgot|dropped) ${THING} (?:at|in|on|behind|with)\\b`,
        `${THING} (?:fell out|slipped out|was left|must have (?:fallen|dropped)|is nowhere)\\b`,
      ],
      NO_INCIDENT,
    ),
    cue(
      'lost',
      0.8,
      [
        `(?:report|block|cancel|freez|replac|deactivat|stop|notify|tell you|inform you|declare)(?:e|ing|ling|ed|ping)? (?:[a-z]+ ){0,6}?(?:lost|missing|misplaced)\\b${LOST_PROPERTY}`,
        `(?:lost|missing)(?: or| and|/) ?stolen\\b`,
        `(?:lost|missing) (?:[a-z]+ ){0,3}?(?:card|wallet|phone|purse|passport)s?\\b(?! (?:number|pin|details|case|charger))`,
        `no longer have my (?:phone|card|wallet)\\b`,
      ],
      NO_INCIDENT,
    ),
  ],
};
