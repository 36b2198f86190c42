/** English building blocks of a wish for a person. Lower case, joined into patterns by english-wish.ts. */

/** People a support desk has. `assistant` is one of them: customers say it of a person unless they say "virtual". */
const ROLE =
  'agents?|representatives?|reps?|operators?|advis[eo]rs?|associates?|specialists?|managers?|supervisors?|assistants?|' +
  'employees?|consultants?|technicians?|attendants?|experts?|colleagues?|team ?mates?|team members?|staff(?: members?)?|boss';
const HUMAN = 'humans?(?: beings?| agents?| operators?| representatives?)?|persons?|people|individuals?';

/** Somebody who is a person beyond doubt once a customer asks for them. */
export const STRONG_PERSON = `(?:${HUMAN}|${ROLE})`;

/** Whom one asks for by name of the role alone. "I need a specialist" may mean a doctor, "more agents" is a complaint. */
export const DESK_PERSON =
  '(?:human(?: being| agent| operator| representative)?|person|agent|representative|rep|operator|supervisor|manager)';

/** Somebody reached only by speaking to them: "I need someone" alone may mean anyone. */
const ANYBODY = 'some ?(?:one|body)|any ?(?:one|body)|(?:a |another |some )?(?:guy|woman|man|lady)';
const DESK =
  'customer (?:service|support|care|relations)|(?:tech(?:nical)? |live )?support|help ?desk|(?:[a-z]+ )?(?:department|team)|management|headquarters|billing|accounting|sales';
export const ANY_PERSON = `(?:${STRONG_PERSON}|${ANYBODY}|${DESK})`;

/** Articles and what stands for one. Not "my" or "their": "my agent" is the customer's own. */
const DETERMINER = "(?:an?|the|some|any|one of|one|your|ur|ya|this|that|another|actual|y'?all'?s)";

/** A word that may qualify a person ("live", "billing", a curse); not one that starts another part of the sentence. */
const QUALIFIER =
  "(?!(?:about|for|of|on|from|regarding|to|with|and|or|my|his|her|their|who|that|is|was|if|when|as|by|in|at|than|like|you|me|it|virtual|ai|digital|automated|voice|travel|estate|insurance|leasing|user|real estate)\\b)[a-z'-]+";
const NOTHING_BETWEEN =
  '(?<!\\b(?:travel|estate|insurance|leasing|booking|shipping|user|virtual|ai|digital|bank) )(?<!-)';

/** "a", "your damn", "one of the billing": what may stand before a person. */
export const BEFORE_PERSON = `(?:(?:${DETERMINER}) ){0,3}(?:${QUALIFIER} ){0,2}${NOTHING_BETWEEN}`;

/** The person is really the person, not the first half of another thing: "human resources", "agent fees", "manager's". */
export const AFTER_PERSON =
  "(?![a-z]|'s|-)(?! (?:resources?|rights|errors?|fees?|agreements?|accounts?|roles?|access|codes?|ids?|names?|numbers?|permissions?|discounts?|" +
  'commissions?|portals?|logins?|licen[cs]es?|body|bodies|health|readable|verification|dashboards?|seats?|settings?|pages?|e-?mails?|address(?:es)?|' +
  'apps?|software|api|mode|training|jobs?|positions?|salar(?:y|ies)|features?|profiles?|plans?|policy|policies|hours|tickets?|forums?|articles?|docs?|documentation)\\b)';

/** What a person is asked for beside themselves: "a real person now", "an agent who knows". Anything else may be another noun. */
export const END_OF_WISH =
  '(?= ?(?:$|[.,;:!?)]|(?:please|pl[sz]+|now|right|immediately|asap|today|thanks|thank|to|who|that|for|about|on|in|at|from|with|here|because|and|or|not|instead|rather|regarding|again|i|we)\\b))';
