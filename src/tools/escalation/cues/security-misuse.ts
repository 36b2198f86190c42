import { type CueFamily, anyOf, cue } from './cue.js';
import { ACCOUNT, BE, MOVEMENT, NO_INCIDENT, SOMEBODY } from './security-words.js';

/** English reports that somebody uses what is not theirs, of fraud, and the wish to stop it. */

const USES =
  '(?:us(?:ed|ing|es?)|access(?:ed|ing)?|logg?(?:ed|ing)? (?:in ?to|in|on)|signed (?:in ?to|in)|hack(?:ed|ing)?|clon(?:ed|ing)|withdr(?:ew|awn|awing)|' +
  `(?:made|making) (?:[a-z]+ ){0,2}?${MOVEMENT}|order(?:ed|ing)|bought|buying|charg(?:ed|ing)|spen(?:t|ding)|steal(?:ing)?|gain(?:ed)? access|` +
  'got (?:in ?to|hold of|access)|get(?:ting)? (?:in ?to|hold of|access)|changed|broke(?:n)? in ?to|impersonat(?:ed|ing)|pretend(?:ed|ing) to be|phished|skimmed|copied|has|have|got)';
const BROKEN_INTO =
  '(?:hacked|compromised|cloned|skimmed|breached|hijacked|phished|taken over|broken into|drained|emptied|leaked|exposed|misused|defrauded|duplicated|cleaned out|wiped out)';
const WRONGLY =
  '(?:by (?:someone|somebody|another|others|people|an? (?:stranger|unknown))|without|in an?(?:other)? |somewhere|fraudulently|improperly|illegally|at a place|by a person)';
const PERMISSION = '(?:permission|knowledge|consent|authori[sz]ation|approval)';
/** Somebody who is asked for help, or was given leave. */
const FRIENDLY =
  /\b(?:can|could|will|would|please|need|want|have|let|is there|get) (?:some|any) ?(?:one|body) (?:please )?(?!(?:who )?(?:might |may |could )?(?:be |have )?(?:us|hack|steal|access))|\bi (?:gave|let|allowed|want|would like|sent|authori[sz]ed)\b|\bis it (?:possible|allowed)\b|\bshare (?:my|an?)\b/;
const NO_FRAUD =
  /\b(?:turn off|disable|enable|activate) (?:the )?fraud|\bnot (?:an? )?(?:fraud|scam)\b|\bshould i (?:respond|reply|open|answer)\b/;
const OTHER_BLOCK =
  /\b(?:another user|users?|someone else's|why|notifications?|ads?|pop-?ups?|contactless|auto|renewal|subscription|ip|e-?mails?|texts?|calls?)\b/;

export const MISUSE_CUES: CueFamily = {
  trigger:
    /some ?(?:one|body)|any ?(?:one|body)|people|strang|hack|thie|scam|fraud|criminal|burgl|other|person|without|authori|in my name|suspicious|concern|worried|unsure|phish|freez|block|lock|suspend|disable|cut off|hold|stop|disput|charge ?back|contest|compromis|clon|skim|hijack|breach|leak|taken over|broken into|drain|empt|expos|misus|swindl|used|steal|shared|gave|entered|clicked|fell for|identity|duplicat|cleaned out|wiped out/,
  cues: [
    cue(
      'misused',
      0.9,
      [
        `${SOMEBODY}(?: (?:${BE}|possibly|managed|able|trying|tried|tries)){0,4} ${USES} (?:[a-z]+ ){0,6}?(?:my|me|our|with it|on it)\\b(?! (?:an? )?(?:message|question|help|friend|gift|invoice|order number|stuff on))`,
        `${SOMEBODY} (?:(?:${BE}|just) ){0,4}(?:made|making|withdrew|withdrawn) (?:[a-z]+ ){0,2}?${MOVEMENT}\\b`,
        `${SOMEBODY} (?:(?:${BE}|just) ){0,3}changed (?:the|my) (?:password|pin|e-?mail|login|phone number)\\b`,
        `(?:stop|prevent|keep) (?:someone|somebody|anyone|anybody|others?|people|it|them)(?: else)? (?:from )?(?:being )?(?:us(?:e|ed|ing)|access(?:ing)?)`,
        `(?:don't|dont|do not) want (?:someone|anyone|others?|people)(?: else)? to (?:use|access)`,
      ],
      anyOf(NO_INCIDENT, FRIENDLY),
    ),
    cue(
      'misused',
      0.85,
      [
        `(?:my|our|the) ${ACCOUNT} (?:(?:${BE}|used|number) ){0,4}(?:${BROKEN_INTO}|accessed by|being used|(?:improperly|fraudulently|illegally|wrongly) used|used ${WRONGLY})(?! by the (?:atm|machine))`,
        `(?:cards?|accounts?|phone|e-?mail|identity|profile|details|information|password|pin|device)(?:'s)? (?:${BE} ){0,3}(?:hacked|compromised|cloned|skimmed|hijacked|breached|leaked)\\b`,
        `(?:card|account|phone) (?:${BE} ){1,4}used (?:by (?:someone|somebody|others|another)|without|in an?(?:other)? )`,
        '(?:hack(?:ed|ing)?|compromised|cloned|skimmed) (?:my|our|in ?to my|me\\b)',
        `(?:us(?:ed|ing|e)|charged|accessed|took|taken) (?:[a-z]+ ){0,5}?without (?:my|our|any) ${PERMISSION}`,
        'un ?-?authori[sz]ed (?:use|access|person|users?|people)\\b',
        "(?:suspicious|concerned|worried|unsure) (?:[a-z]+ ){0,2}?(?:of|about) (?:the |my )*(?:security|safety|card's? security|account security)",
        'in my name\\b.*\\b(?:account|loan|card|opened|contract)\\b|(?:opened|took out|taken out) (?:[a-z]+ ){0,3}?in my name\\b',
      ],
      NO_INCIDENT,
    ),
    cue(
      'fraud',
      0.85,
      [
        "(?:report|suspect|victim of|victims of|think|believe|afraid|worried|experienc|notic|see|found|find|dispute|there(?:'s| is| has been| was| are| were| have been| seems to be| might be)|i have|have|had|got|been|about|case of|due to|because of|stop|my|possible|potential|committed|help)(?:ing|ed|e|s)? (?:[a-z'-]+ ){0,5}?(?:fraud|fraudulent(?:ly)?|scam(?:med|mer)?|phishing|defrauded|swindled|suspicious (?:activity|e-?mails?|texts?|messages?|calls?|links?))\\b",
        '^(?:[a-z]+ )?(?:fraud|scam(?:med)?|hacked|phishing)(?: (?:alert|help|please|report))?$',
        'fraud(?:ulent)? (?:on|in|with|activity|charges?|transactions?|payments?|purchases?|withdrawals?|use)\\b',
        '(?:fell for|clicked(?: on)?|gave|entered|shared) (?:[a-z]+ ){0,4}?(?:scam|phishing|fake (?:site|website|link)|suspicious link|my (?:pin|password|card (?:details|number)) (?:to|on) (?:an?|some))\\b',
      ],
      anyOf(NO_INCIDENT, NO_FRAUD),
    ),
    cue(
      'wants_block',
      0.75,
      [
        '(?:(?:please|immediately|urgently|asap|can|could|need|want|like|have to|must|how do|how can|how to|app|number|way|steps|help me|just|and|will|to|would)(?: you| i| we)?(?: to)? (?:please |quickly |urgently |temporarily |immediately )?|^)(?:freez(?:e|ing)|block|lock|suspend|disable|cut off|put an? (?:hold|freeze|block|stop) on) (?:[a-z]+ ){0,3}?(?:cards?|account|it)\\b(?! (?:settings|holder|number))',
      ],
      anyOf(NO_INCIDENT, OTHER_BLOCK),
    ),
    cue(
      'disputes_payment',
      0.7,
      [
        `(?:disput(?:e|ed|ing)|charge ?back|contest(?:ing)?) (?:[a-z$\\d]+ ){0,5}?(?:charges?|payments?|transactions?|debits?|withdrawals?|purchases?)\\b`,
        `(?:charges?|payments?|transactions?|debits?|withdrawals?|purchases?) (?:[a-z]+ ){0,5}?(?:to|need|wish|want) (?:to )?dispute\\b`,
      ],
      NO_INCIDENT,
    ),
  ],
};
