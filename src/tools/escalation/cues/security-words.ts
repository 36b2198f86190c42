import { anyOf } from './cue.js';

/** English building blocks of a report that something was lost, stolen or misused. Lower case, joined into patterns by the cues. */

/** Things by which others get at one's money or account. */
const CARD_LIKE =
  '(?:cards?|wallets?|purses?|phones?|mobiles?|smart ?phones?|iphones?|cell(?:phone)?s?|handsets?|tablets?|ipads?|laptops?|handbags?|' +
  'passports?|check ?books?|cheque ?books?|sim|visa|mastercard|amex|debit|ids?|security keys?|devices?)';
/** Not the thing itself but something of it: "my card number", "phone charger", "card reader". */
const ITSELF =
  '(?! (?:pins?|numbers?|charger|case|cable|code|password|reader|holder|limit|statement|order|tag|app|bill|contract|plan|signal|connection|' +
  'reception|balance|points?|benefits?|confirmation|receipt|credits?|service|colou?r|settings?|key|email|username|login|delivery|tracking|' +
  'application|design|screen|size|history|cvv|expiry|fees?))';
/** Up to three words before it say which: "black visa credit card". */
export const BELONGING = `(?:[a-z]+ ){0,3}?${CARD_LIKE}\\b${ITSELF}`;

/** What is known of somebody, and what opens it. */
export const ACCOUNT =
  '(?:(?:[a-z]+ ){0,2}?(?:accounts?|profile|identity|e-?mail|log ?-?ins?|password|pin|bank|cards?|phone|wallet|savings|funds|money|number|' +
  'details|info|information|data|credentials|banking))';

/** A movement on an account. A fee is none: banks charge fees. */
export const MOVEMENT =
  '(?:payments?|transactions?|charges?|purchases?|withdrawals?|(?:direct )?debits?|transfers?|orders?|activit(?:y|ies)|' +
  'log ?-?ins?|sign ?-?ins?|subscriptions?|bookings?|deductions?|amounts?|items?|cash|money|funds|merchants?|vendors?|sellers?|payees?|' +
  'devices?|loans?|accounts?)';

export const STRANGE =
  '(?:un ?-?authori[sz]ed|un ?-?recogni[sz]ed|unknown|unfamiliar|suspicious|suspect|strange|weird|odd|fraudulent|fraud|fishy|mysterious|' +
  'mystery|bogus|false|fake|questionable|random|shady|unusual|dodgy|sketchy|unexplained|illegal|illicit|illegitimate|scam|phony|rogue)';

export const SOMEBODY =
  '(?:(?:some ?(?:one|body)|any ?(?:one|body)|people|an? (?:stranger|hacker|thief|scammer|fraudster|criminal)|hackers?|thieves|scammers?|' +
  "fraudsters?|criminals?|strangers?|burglars?|another person|others?|a person)(?: (?:else|besides me|other than me|i don't know|unknown|apparently|probably|maybe))?)";

/** Forms of being and having, and how sure one is: what may stand between a thing and what befell it. */
export const BE =
  "(?:is|are|was|were|has|have|had|got|gets|been|being|be|'s|might|may|could|must|seems?|to|just|probably|possibly|also|recently|apparently|now|maybe|already|either|think|by)";

const HYPOTHETICAL =
  /\b(?:what (?:happens|would happen)|in case|in the event|would (?:i|you|it)|should (?:i|my \w+) (?:ever|lose|get|be)|(?:if|when|once) (?:i|we|you|someone|somebody|my \w+|it|an? \w+) (?:ever|were to|lose|loses|gets?|steal|steals|should|happen))\b/;
const ABOUT_PREVENTION =
  /\b(?:how (?:do|does|can|will|are) (?:you|the (?:app|bank|company)|your \w+) (?:\w+ )?(?:prevent|protect|detect|handle|deal|keep|secure|fight)|how (?:can|do|should) i (?:avoid|prevent|protect (?:myself|against)|recogni[sz]e|spot|detect)|(?:fraud|theft|scam|phishing) (?:protection|prevention|insurance|policy|alerts?|detection|training|awareness|coverage|department)|(?:learn|read|information|article|tips|blog|know more) (?:\w+ )?(?:on|about) |insured against|(?:am i|are we|would i be) (?:covered|protected|liable|insured))\b/;
const ABOUT_THE_WORD =
  /\bwhat (?:is|are|does|counts as)(?: an?)? (?:fraud|phishing|identity theft|scam|chargeback|skimming)\b/;
/** "If my card was lost, can I use the app" supposes; "… how do I report it", "what should I do if …" tell. */
const ONLY_IF =
  /^(?!.*\b(?:what|help|report|block|freeze|stop|cancel|i (?:feel|think|believe|suspect))\b)(?=.*\bif (?:my|an?|the|your|i|someone)\b)(?=.*\b(?:can|could|will|would|do|does|is|are|how) (?:i|you|it|there|we|long)\b)/;
/** What is over, and what happened to another. */
const SETTLED =
  /\b(?:(?:i|we|he|she|they|you|someone|somebody)(?:'ve| have| has| had)? (?:just |since |now |finally |already )?(?:found|recovered|located|retrieved) (?:it|them|my (?:card|phone|wallet|purse|laptop)\b(?! (?:was|is|hacked|stolen|missing|gone)))|got (?:it|them|my \w+) back|(?:turned up|was returned|has been returned|was recovered)|false alarm|un ?-?(?:freeze|block|lock)|re ?-?activate|thought (?:my|i|it)|(?:a|my) (?:friend|sister|brother|colleague)(?:'s| says| said| told)|in the (?:movie|book|game|news))\b/;

/** Something supposed, explained or over, not told. */
export const NO_INCIDENT: RegExp = anyOf(HYPOTHETICAL, ABOUT_PREVENTION, ABOUT_THE_WORD, ONLY_IF, SETTLED);
