import { type CueFamily, anyOf, cue } from './cue.js';

/** English ways of bringing in the law: threats of a court, lawyers, authorities, and rights to one's data. */

const LAWYER =
  '(?:lawyers?|attorneys?|solicitors?|barristers?|legal (?:team|counsel|advis[eo]rs?|representatives?)|law firm)';
const INTEND =
  "(?:i|we)(?:'ll|'m|'d|'re| am| are| will| shall| would| may| might| could| can| must| want| intend| plan| have)?(?: (?:now|also|be|going|considering|thinking|about|to|of|forced|prepared|ready|no choice but|not hesitate|gonna|seriously|have)){0,5}";
const AUTHORITY =
  '(?:ombuds(?:man|person)|regulators?|trading standards|better business bureau|bbb|attorney general|ftc|cfpb|fcc|fca|ico|ofcom|ofgem|dot|' +
  'financial conduct authority|federal trade commission|competition authority|department of transportation|small claims(?: court)?|tribunal|' +
  'data protection (?:authority|commissioner|agency)|information commissioner|consumer (?:protection|affairs|court|council|forum|bureau)|the authorities)';
const MY_DATA = '(?:personal (?:data|information)|data (?:that )?(?:you|held|stored|about me|on me))';

/** The law is asked about, or belongs to another matter than this one. */
const ASKED_ABOUT =
  /\b(?:(?:are you|is (?:the|your|it|this)|do you|does (?:the|your|it)|what(?:'s| is| are)|where (?:is|can i (?:find|read))|how (?:do|does|is) (?:you|the|your|my)) .*\b(?:gdpr|ccpa|compliant|compliance|data protection|privacy|personal data|personal information)|(?:gdpr|ccpa|privacy|data protection) (?:compliant|compliance|policy|page|certificate|training|statement|settings?|banner|consent|form)|power of attorney|i(?: am|'m) an? (?:lawyer|attorney|solicitor)|(?:looking for|recommend|find|book) an? (?:lawyer|attorney|solicitor))\b/;
const NOT_MEANT =
  /\b(?:don't|do not|won't|not going to|never|wouldn't|no need to) (?:\w+ ){0,3}(?:sue|court|lawyer|legal action|attorney)\b|\b(?:can|could|will|would) (?:someone|they|he|she|you|people) (?:be )?sue/;
const OWN_SETTINGS = /\b(?:change|update|edit|correct|export|transfer|back ?up) my\b/;

export const LEGAL_CUES: CueFamily = {
  trigger:
    /su(?:e|ing)|charges|court|legal|law|attorney|solicit|barrist|counsel|claims|tribunal|judge|class|ombuds|regulator|trading|bureau|\b(?:bbb|ftc|cfpb|fcc|fca|ico|dot|dsar)\b|ofcom|ofgem|authorit|commission|department|gdpr|ccpa|access request|data|personal|right|breach|violat|cease|final notice|consumer|act\b/,
  cues: [
    cue(
      'threatens_court',
      0.95,
      [
        `${INTEND} (?:su(?:e|ing)\\b|press(?:ing)? charges|seek(?:ing)? legal|go(?:ing)? to (?:the )?court|(?:start|initiat|fil)(?:e|ing)? (?:an? )?(?:legal|law ?suit|suit|court|small claims))`,
        'su(?:e|ing) (?:you|your|this company|the company|ur|for damages)\\b',
        '(?:tak(?:e|ing)|drag(?:ging)?|bring(?:ing)?|see(?:ing)?) (?:you|this|it|your company|the matter|them) (?:all |guys )?(?:to|in|before) (?:(?:the|an?|small claims|civil) )?(?:court|claims|tribunal|judge)\\b',
        '(?:tak(?:e|ing)|pursu(?:e|ing)|consider(?:ing)?|threaten(?:ing)?|further|start(?:ing)?) (?:any |further |immediate |serious |appropriate )?legal (?:action|proceedings|steps|remed(?:y|ies))\\b',
        'legal action (?:will|is|against|may|shall)\\b',
        'class[- ]action\\b',
        '(?:file|filing|bring) (?:an? )?law ?suit\\b',
      ],
      NOT_MEANT,
    ),
    cue(
      'names_lawyer',
      0.9,
      [
        `hear(?:ing|d)? from (?:my|our|an?|the) ${LAWYER}\\b`,
        `(?:my|our) ${LAWYER}\\b(?!'s)(?! (?:fees?|invoice|office|address|name|email|account))`,
        `(?:contact|consult|call|hire|get|involve|instruct|retain|engage|seek|(?:speak|talk) (?:to|with))(?:ing)? (?:an? |our |with |some )?(?:${LAWYER}|legal (?:help|advice))\\b`,
        `(?:turn|hand|pass|give|giving|forward)(?:ing)? (?:this|it|the matter) (?:over )?to (?:an? )?${LAWYER}\\b`,
      ],
      anyOf(ASKED_ABOUT, NOT_MEANT),
    ),
    cue(
      'names_authority',
      0.9,
      [
        `(?:report|complain|refer|escalat|tak|fil|go|writ|contact|inform|notify|call|bring|send|turn)(?:e|ed|ing|red|ring)? (?:[a-z]+ ){0,6}?(?:the |my |your |our )?(?:state |local |national |federal |financial )?${AUTHORITY}\\b`,
        `${AUTHORITY} (?:complaint|will|shall|is going|about you)\\b`,
      ],
      ASKED_ABOUT,
    ),
    cue(
      'data_protection',
      0.85,
      [
        '(?:(?:subject|data) access request|dsar|right (?:to be forgotten|of access|to erasure|of erasure|to data portability))\\b',
        '(?:under|per|pursuant to|according to|invok(?:e|ing)|exercis(?:e|ing)|violat(?:e|es|ed|ing|ion)(?: of)?|breach(?:es|ed|ing)?(?: of)?) (?:(?:the|my|our|eu|article \\d+(?: of)?) )*(?:gdpr|ccpa|data protection|privacy (?:rights?|laws?|act))',
        '(?:gdpr|ccpa|data protection) (?:requests?|rights?|violations?|breach|erasure|deletion|complaint)\\b',
        `(?:delete|erase|remove|hand over|disclose|copy of|send me|provide|stop (?:processing|selling|sharing)) (?:[a-z]+ ){0,4}?${MY_DATA}\\b`,
      ],
      anyOf(ASKED_ABOUT, OWN_SETTINGS),
    ),
    cue(
      'claims_breach',
      0.8,
      [
        'breach(?:ed|ing)? (?:of )?(?:the |our |your |this )?(?:contract|agreement)\\b',
        "(?:this|that|it|what you(?:'re| are) doing)(?:'s| is) (?:totally |completely |absolutely |clearly |so )?(?:illegal|unlawful|against the law)\\b",
        '(?:my|our) (?:legal|statutory|consumer) rights\\b',
        '(?:violat(?:e|es|ed|ing)|breaking|broke) (?:the |consumer |federal |state )+(?:laws?|rights|act)\\b',
        '(?:consumer rights|consumer protection|fair credit billing|sale of goods) act\\b',
        'letter before action|cease and desist|final notice before',
      ],
      /\b(?:is it|is this|is that|would it be|what are) (?:\w+ )?(?:illegal|legal|unlawful|against|my)\b/,
    ),
  ],
};
