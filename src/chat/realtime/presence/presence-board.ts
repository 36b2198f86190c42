/** Who is connected to one instance: sessions by their customers, persons of the company by their operatorId. */
export interface Present {
  readonly customers: ReadonlySet<string>;
  readonly operators: ReadonlySet<string>;
}

/** Who is connected to any instance, of those asked about. */
export interface Seen {
  readonly customers: ReadonlySet<string>;
  /** Persons, each counted once wherever they are. */
  readonly operatorsOnline: number;
}

/**
 * Where instances write down who is connected to them. An instance that stops writing is gone from it after PRESENCE_TTL_MS: none
 * is ever asked anything. Its methods may reject with whatever its home says; the next call begins anew.
 */
export interface PresenceBoard {
  /** Writes down who is connected to this instance now. Call it again and again: that is its sign of life. */
  tell(present: Present): Promise<void>;
  /** Which of the sessions have their customer connected somewhere, and how many persons are. */
  ask(sessionIds: readonly string[]): Promise<Seen>;
  /** Takes this instance off the board. */
  leave(): Promise<void>;
}

/** How long an instance that is silent counts, in ms. */
export const PRESENCE_TTL_MS = 45_000;
