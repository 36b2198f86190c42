import { plainForm } from '../extractive/irregular-verbs.js';
import { stem } from '../extractive/stem.js';

/** Phrases of help pages that one word says as well; what stands left is read as what stands right. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:money[- ]back|paid back|pay back|reimburse\w*)\b/g, 'refund'],
  [/\b(?:log(?:ged|ging|s)?[- ](?:in(?:to)?|on)|sign(?:ed|ing|s)?[- ]in(?:to)?|logon|signin)\b/g, 'login'],
  [/\b(?:log(?:ged|ging|s)?[- ]out|sign(?:ed|ing|s)?[- ]out)\b/g, 'logout'],
  [/\b(?:sign(?:ed|ing|s)?[- ]up|signup|create an account)\b/g, 'register'],
  [/\b(?:send|sent|sending|ship|shipped|mail|post)(?: \w+){0,2} back\b/g, 'return'],
  [/\bget(?:ting)? in touch(?: with)?\b/g, 'contact'],
  [
    /\b(?:free of charge|at no (?:extra |additional )?(?:cost|charge)|no (?:extra |additional )?(?:cost|charge|fee)s?|without (?:any )?(?:extra |additional )?(?:cost|charge|fee)s?|costs? nothing|complimentary)\b/g,
    'free',
  ],
  [/\b(?:working|week)[- ]?days?\b/g, 'business days'],
  [/\b(?:24[/ ]7|around the clock|day and night)\b/g, '24/7'],
  [/\b(?:turn(?:ed|ing|s)?|switch(?:ed|ing|es)?) (it |this |them )?on\b/g, 'enable $1'],
  [/\b(?:turn(?:ed|ing|s)?|switch(?:ed|ing|es)?) (it |this |them )?off\b/g, 'disable $1'],
  [/\b(?:get|got|gets) rid of\b/g, 'delete'],
  [/\bpass ?words?\b/g, 'password'],
  [/\b(?:let (?:us|me|our team) know|inform (?:us|me)|notify (?:us|me))\b/g, 'tell us'],
  [/\bused? together with\b/g, 'combined with'],
  [/\b(?:after that|afterwards?|thereafter)\b/g, 'after'],
  [/\b(?:ahead|in advance|beforehand)\b/g, 'before'],
  [/\b(?:stops? working|runs? out|no longer (?:works?|valid))\b/g, 'expires'],
  [/\b(?:colder|cooler) than\b/g, 'below'],
  [/\b(?:warmer|hotter) than\b/g, 'above'],
  [/\byounger than\b/g, 'under'],
  [/\b(?:at once|right away|straight away)\b/g, 'immediately'],
  [/\bhalf an hour\b/g, '30 minutes'],
  [/\ba dozen\b/g, '12'],
  [/\ba fortnight\b/g, '2 weeks'],
];

/** Words that mean the same on a help page, or near enough that one supports the other. */
const GROUPS = [
  'deliver ship dispatch send arrive delivery shipment shipping',
  'buy purchase order',
  'fee charge cost price rate',
  'delete remove erase',
  'change modify edit update amend adjust alter',
  'begin start commence',
  'end finish expire lapse',
  'receive get obtain',
  'need require must necessary mandatory',
  'choose select pick',
  'item product article goods',
  'phone call telephone ring',
  'mail message',
  'allow permit let able possible can',
  'customer client buyer shopper',
  'repair fix mend',
  'broken damaged faulty defective',
  'cancel terminate',
  'postage shipping',
  'subscription plan membership',
  'bill invoice',
  'colleague employee staff team',
  'parcel package',
  'press click tap',
  'page screen',
  'verify confirm check',
  'renew extend prolong',
  'credit refund',
  'hold keep store retain save',
  'help support assist assistance',
  'person human someone',
  'pay payment paid',
  'undo undone revert',
  'year yearly annual annually',
  'month monthly',
  'large big',
  'combine together',
  'find found',
  'valid validity',
  'ask request',
  'tell inform notify report',
  'shop store',
  'quick fast rapid',
  'show display appear',
  'offer provide give',
  'accept take',
  'enable activate',
  'disable deactivate',
  'child children kid',
  'consent agree agreement permission',
  'money cash',
  'voucher coupon',
  'photo picture image',
  'present gift',
  'mobile smartphone',
  'street road',
  'access enter entry',
  'daily day',
  'weekly week',
];

const CANONICAL = new Map<string, string>(
  GROUPS.flatMap((group) => {
    const stems = group.split(' ').map((word) => stem(plainForm(word)));
    return stems.map((each): [string, string] => [each, stems[0] ?? each]);
  }).reverse(),
);

/** `text` in small letters with phrases read as one word. */
export function readPhrases(text: string): string {
  return PHRASES.reduce((rest, [phrase, word]) => rest.replace(phrase, word), text.toLowerCase().replace(/[‘’]/g, "'"));
}

/** The stem that stands for all words of like meaning. */
export function canonicalStem(of: string): string {
  return CANONICAL.get(of) ?? of;
}
