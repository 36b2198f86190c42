import { customerName } from '../../pii/customer-name.js';
import { emailAddresses } from '../../pii/email-addresses.js';
import { blanked } from '../../pii/mention.js';
import { phoneNumbers } from '../../pii/phone-numbers.js';
import { referenceNumbers } from '../../pii/reference-numbers.js';
import { type Fact } from '../contract/fact.js';

/** Longest text looked at, characters; what a customer says about themselves stands in a message, not in a pasted log. */
const MAX_TEXT = 20_000;

/**
 * What `text` tells about its customer, in order of mention, each fact once. Prefers missing a fact to inventing one: a number
 * counts only with a form or a cue word that says what it is.
 */
export function extractFacts(text: string): Fact[] {
  const head = text.slice(0, MAX_TEXT);
  const emails = emailAddresses(head);
  const withoutEmails = blanked(head, emails);
  const references = /\p{N}|[A-Z]{5}/u.test(withoutEmails) ? referenceNumbers(withoutEmails) : [];
  const phones = phoneNumbers(blanked(withoutEmails, references));
  const name = customerName(head);
  const mentions = [
    ...(name ? [{ ...name, kind: 'name' as const }] : []),
    ...emails.map((mention) => ({ ...mention, kind: 'email' as const })),
    ...references,
    ...phones.map((mention) => ({ ...mention, kind: 'phone' as const })),
  ].sort((one, other) => one.start - other.start);
  const facts = new Map<string, Fact>();
  for (const { kind, value } of mentions) facts.set(`${kind} ${value}`, { kind, value });
  return [...facts.values()];
}
