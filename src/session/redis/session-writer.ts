import { type PreparedPatch } from '../prepared-patch.js';
import { OutcomeUnknown } from '../session.errors.js';
import { type DeleteResult, type WriteResult } from '../session-results.js';
import { type WriteOptions } from '../session-store.js';
import { type Attempt } from './redis-script.js';
import { missingOf, UNKNOWN } from './reply-codes.js';
import { SCRIPTS } from './scripts.js';
import { mintOpId, type StoreContext } from './store-context.js';
import { changesOf } from './stored-values.js';
import { parseWriteReply } from './write-reply.js';

/** A checked write: what to change, under which conditions. `idleMs` sets and restarts the idle time. */
export interface RedisWrite {
  readonly patch: PreparedPatch;
  readonly options: WriteOptions;
  readonly idleMs?: number;
}

/** One call of the port: the name of its operation, and its own, which is the same unless the caller gave one to the operation. */
interface Call {
  readonly opId: string;
  readonly token: string;
}

const NOT_GIVEN = '-';
const SEAL_AGAIN = 'seal ';

/** Writes to sessions that exist: one round trip each. */
export class SessionWriter {
  constructor(private readonly context: StoreContext) {}

  async write(sessionId: string, write: RedisWrite): Promise<WriteResult> {
    const token = mintOpId();
    const opId = write.options.opId ?? token;
    for (let sealFor = this.sealFor(sessionId, write); ;) {
      const reply = await this.run(sessionId, write, { opId, token }, sealFor);
      if (reply === UNKNOWN) throw new OutcomeUnknown('The session store may have applied this change before.', opId);
      if (typeof reply !== 'string' || !reply.startsWith(SEAL_AGAIN)) return parseWriteReply(reply);
      sealFor = reply.slice(SEAL_AGAIN.length);
      this.context.incarnations.set(sessionId, sealFor);
    }
  }

  async delete(sessionId: string, callersOpId: string | undefined): Promise<DeleteResult> {
    const { runner, keys, channel } = this.context;
    const bucket = keys.bucketOf(sessionId);
    const token = mintOpId();
    const opId = callersOpId ?? token;
    const reply = await runner.run(
      SCRIPTS.delete,
      [
        bucket.session + sessionId,
        bucket.tombstone + sessionId,
        bucket.evenOps + sessionId,
        bucket.oddOps + sessionId,
        bucket.byExpiry,
        bucket.byCreation,
      ],
      () => [sessionId, opId, token, channel],
      { opId },
    );
    this.context.incarnations.delete(sessionId);
    if (reply === 1) return { status: 'applied' };
    return reply === 2 ? { status: 'replayed' } : missingOf(reply);
  }

  private run(sessionId: string, write: RedisWrite, call: Call, sealFor: string): Promise<unknown> {
    const { runner, keys, channel, codec } = this.context;
    const bucket = keys.bucketOf(sessionId);
    const changes = changesOf(write.patch, sessionId, sealFor, codec);
    return runner.run(
      SCRIPTS.write,
      [
        bucket.session + sessionId,
        bucket.tombstone + sessionId,
        bucket.evenOps + sessionId,
        bucket.oddOps + sessionId,
        bucket.byExpiry,
      ],
      (attempt) => [call.opId, this.conditions(write, call, attempt, sealFor), sessionId, channel, ...changes],
      call,
    );
  }

  /**
   * The incarnation to seal the values for; a dash when nothing is sealed. A wrong guess is put right by the script's answer, so at
   * worst the write takes a second round trip.
   */
  private sealFor(sessionId: string, { patch, options }: RedisWrite): string {
    if (!this.context.codec.seals || (patch.scalars.size === 0 && patch.metadata.size === 0)) return NOT_GIVEN;
    return word(options.ifVersion?.incarnation ?? this.context.incarnations.get(sessionId) ?? '');
  }

  private conditions({ options, idleMs = 0 }: RedisWrite, call: Call, { again }: Attempt, sealFor: string): string {
    const { opId, touch, ifVersion, grant } = options;
    const isPlain = !again && !touch && idleMs === 0 && sealFor === NOT_GIVEN;
    if (isPlain && opId === undefined && !ifVersion && !grant) return '';
    const flags = `${opId === undefined ? 0 : 1} ${again ? 1 : 0} ${touch ? 1 : 0} ${idleMs} ${this.context.graceMs}`;
    const version = ifVersion ? `${ifVersion.version} ${word(ifVersion.incarnation ?? NOT_GIVEN)}` : '- -';
    const lease = grant ? `${grant.fence} ${word(grant.nonce)}` : '- -';
    return `${flags} ${version} ${lease} ${sealFor} ${call.token}`;
  }
}

/** The text as one word for the script; what can't be one names nothing there is. */
function word(text: string): string {
  return /^[\w.:-]{1,128}$/.test(text) ? text : '!';
}
