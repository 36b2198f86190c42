import { type SessionData } from '../session-data.js';
import { type Missing, type SessionLookup } from '../session-results.js';
import { type EngineState } from './engine-state.js';
import { type SessionL1 } from './l1/session-l1.js';
import { missingOf } from './reply-codes.js';
import { SCRIPTS } from './scripts.js';
import { READ, type StoreContext } from './store-context.js';
import { type Dump, parseDump, sessionOf, stateOf } from './stored-session.js';

const NOT_MODIFIED = 304;
const EXPIRED = { status: 'expired' } as const;

/** A stored session that is alive, before its values are opened. */
export interface RawSession {
  readonly state: EngineState;
  readonly dump: Dump;
}

/** Reads sessions: one round trip each, which writes nothing. */
export class SessionReader {
  private readonly options: { readonly opId: string; readonly binary: boolean };
  private readonly mode: string;

  constructor(
    private readonly context: StoreContext,
    private readonly l1: SessionL1 | null,
  ) {
    this.options = { ...READ, binary: context.codec.seals };
    this.mode = context.codec.seals ? 'b' : '';
  }

  /** The session as of now. With L1 only what changed since the last read is sent. */
  async get(sessionId: string): Promise<SessionLookup> {
    const known = this.l1?.peek(sessionId);
    const askedAt = performance.now();
    const reply = await this.ask(sessionId, known);
    if (reply === NOT_MODIFIED && known) {
      this.l1?.confirm(known, askedAt);
      return { status: 'found', session: known };
    }
    const lookup = this.lookup(sessionId, reply);
    if (lookup.status === 'found') this.l1?.confirm(lookup.session, askedAt);
    else this.l1?.forget(sessionId);
    return lookup;
  }

  /** The session as of now, whatever L1 holds. */
  async read(sessionId: string): Promise<SessionLookup> {
    return this.lookup(sessionId, await this.ask(sessionId, undefined));
  }

  async readRaw(sessionId: string): Promise<RawSession | Missing> {
    return this.raw(sessionId, await this.ask(sessionId, undefined));
  }

  private ask(sessionId: string, known: SessionData | undefined): Promise<unknown> {
    const bucket = this.context.keys.bucketOf(sessionId);
    return this.context.runner.run(
      SCRIPTS.get,
      [bucket.session + sessionId, bucket.tombstone + sessionId],
      () => [this.mode, known ? `${known.incarnation} ${known.changeSeq}` : ''],
      this.options,
    );
  }

  private lookup(sessionId: string, reply: unknown): SessionLookup {
    const raw = this.raw(sessionId, reply);
    if ('status' in raw) return raw;
    return { status: 'found', session: sessionOf(sessionId, raw.state, raw.dump, this.context.codec) };
  }

  private raw(sessionId: string, reply: unknown): RawSession | Missing {
    if (typeof reply === 'number') return missingOf(reply);
    const dump = parseDump(reply);
    const state = stateOf(dump);
    if (this.context.codec.seals) this.context.incarnations.set(sessionId, state.incarnation);
    return state.expiresAt > dump.now ? { state, dump } : EXPIRED;
  }
}
