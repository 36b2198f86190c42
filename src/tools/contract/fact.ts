/** What a customer can tell about themselves that is worth remembering. */
type FactKind = 'name' | 'email' | 'phone' | 'order_number' | 'ticket_number' | 'reference_number';

/**
 * One thing a customer said about themselves. `value` is normalised: a name as it was written, an e-mail with its host in lower case, a phone number as
 * digits with a leading `+` when it was international, a number of an order, ticket or booking in upper case without `#`.
 */
export interface Fact {
  readonly kind: FactKind;
  readonly value: string;
}
