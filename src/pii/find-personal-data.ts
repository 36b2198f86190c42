import { type PiiKind } from '../config/pii-variables.js';
import { cardNumbers } from './card-numbers.js';
import { emailAddresses } from './email-addresses.js';
import { ibans } from './ibans.js';
import { ipAddresses } from './ip-addresses.js';
import { blanked, type Mention } from './mention.js';
import { nationalIds } from './national-ids.js';
import { phoneNumbers } from './phone-numbers.js';
import { referenceNumbers } from './reference-numbers.js';
import { streetAddresses } from './street-addresses.js';

/** Something personal, by its kind. */
export interface PersonalMention extends Mention {
  readonly kind: PiiKind;
}

/** Kinds that a number's form tells; a number that is announced as that of an order is none of them. */
const NUMBERS: readonly (readonly [PiiKind, (text: string) => Mention[]])[] = [
  ['iban', ibans],
  ['card', cardNumbers],
  ['national_id', nationalIds],
  ['ip', ipAddresses],
  ['phone', phoneNumbers],
];

/**
 * Personal data in `text` that its form tells, in no order; mentions of different kinds do not overlap. Numbers of orders, tickets
 * and other references are left out: they name a thing, and answers need them. Names are found by KnownNames.
 */
export function findPersonalData(text: string): PersonalMention[] {
  const emails = ofKind('email', emailAddresses(text));
  const found = [...emails];
  let rest = blanked(text, emails);
  if (/\d/.test(rest)) {
    rest = blanked(rest, referenceNumbers(rest));
    for (const [kind, find] of NUMBERS) {
      const mentions = ofKind(kind, find(rest));
      found.push(...mentions);
      rest = blanked(rest, mentions);
    }
    found.push(...ofKind('address', streetAddresses(rest)));
  }
  return found;
}

/** The form in which two e-mail addresses are compared: few hosts tell capital letters apart, and people do not. */
function ofKind(kind: PiiKind, mentions: readonly Mention[]): PersonalMention[] {
  return mentions.map((mention) => ({
    ...mention,
    kind,
    value: kind === 'email' ? mention.value.toLowerCase() : mention.value,
  }));
}
