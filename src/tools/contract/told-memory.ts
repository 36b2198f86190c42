/** Something a customer told that is worth remembering beyond facts: a wish, or something of their situation. */
export interface ToldMemory {
  readonly type: 'preference' | 'context';
  /** What it is about: `contact_channel`, `contact_time`, `language`; `situation` of a context. */
  readonly kind: string;
  /** A preference normalised, a context in the customer's own words, at most 300 characters. */
  readonly value: string;
  /** 0..1. */
  readonly importance: number;
}
