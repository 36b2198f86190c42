import { SessionCorrupt } from '../session.errors.js';
import { isSealed } from './envelope.js';

/** Where a stored value belongs. A sealed value opens in its own place only. */
export interface ValuePlace {
  readonly sessionId: string;
  readonly incarnation: string;
  /** The field as the store names it: `d:userId`, `m:plan`. */
  readonly field: string;
}

/** How application values (never counters or times) are written down. */
export interface ValueCodec {
  /** True: values are opaque bytes. False: they are their JSON text. */
  readonly seals: boolean;

  /** What to store for a value, given as JSON text. */
  encode(json: string, place: ValuePlace): string | Buffer;

  /**
   * The JSON text of a stored value.
   * @throws SessionCorrupt when it isn't what `encode` made for this place; KeyUnknown
   */
  decode(stored: string | Buffer, place: ValuePlace): string;

  /** Whether `reseal` would change it: sealed with another key than the first. */
  isStale(stored: string | Buffer): boolean;
}

/** Values as they are. A sealed value is refused: without its key it is no text. */
export const PLAIN_CODEC: ValueCodec = {
  seals: false,
  encode: (json) => json,
  decode: (stored, { field }) => {
    if (isSealed(stored)) throw new SessionCorrupt(field, 'is sealed, and session encryption is off');
    return stored.toString();
  },
  isStale: () => false,
};
