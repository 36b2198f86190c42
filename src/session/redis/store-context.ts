import { randomBytes } from 'node:crypto';
import { type LRUCache } from 'lru-cache';
import { type ValueCodec } from '../codec/value-codec.js';
import { type ScriptRunner } from './redis-script.js';
import { type SessionKeys } from './session-keys.js';

/** What every part of the store works with. */
export interface StoreContext {
  readonly runner: ScriptRunner;
  readonly keys: SessionKeys;
  readonly codec: ValueCodec;
  /** The incarnation that a session had when it was last met: what to seal for without asking first. Only a guess. */
  readonly incarnations: LRUCache<string, string>;
  /** Where changes are told; empty: nowhere. */
  readonly channel: string;
  /** How long a key stays after its session has expired, in ms: the time to clean up. */
  readonly graceMs: number;
}

/** Of a run that writes nothing: there is no outcome to be unknown. */
export const READ = { opId: '' } as const;

const source = randomBytes(12).toString('base64url');
let minted = 0;

/** A name for one operation that the caller gave none: unique among all processes. */
export function mintOpId(): string {
  minted += 1;
  return `${source}.${minted.toString(36)}`;
}
