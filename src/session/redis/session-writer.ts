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

const NOT_GIVEN = '-';
const SEAL_AGAIN = 'seal ';

/** Writes to sessions that exist: one round trip each. */
export class SessionWriter {
  constructor(private readonly context: StoreContext) {}

  async write(sessionId: string, write: RedisWrite): Promise<WriteResult> {
    const { options } = write;
    const opId = options.opId ?? mintOpId();
    for (let sealFor = this.sealFor(sessionId, write); ;) {
      const reply = await this.run(sessionId, write, opId, sealFor);
      if (reply === UNKNOWN) throw new OutcomeUnknown('The session store may have applied this change before.', opId);
      if (typeof reply !== 'string' || !reply.startsWith(SEAL_AGAIN)) {
        const result = parseWriteReply(reply);
        // A repeat that the store itself sent is no repeat of the caller's.
        return options.opId === undefined && result.status === 'replayed' ? { ...result, status: 'applied' } : result;
      }
      sealFor = reply.slice(SEAL_AGAIN.length);
      this.context.incarnations.set(sessionId, sealFor);
    }
  }

  async delete(sessionId: string, callersOpId: string | undefined): Promise<DeleteResult> {
    const { runner, keys, channel } = this.context;
    const bucket = keys.bucketOf(sessionId);
    const opId = callersOpId ?? mintOpId();
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
      () => [sessionId, opId, callersOpId === undefined ? 0 : 1, channel],
      { opId },
    );
    this.context.incarnations.delete(sessionId);
    if (reply === 1) return { status: 'applied' };
    return reply === 2 ? { status: 'replayed' } : missingOf(reply);
  }

  private async run(sessionId: string, write: RedisWrite, opId: string, sealFor: string): Promise<unknown> {
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
      (attempt) => [opId, this.conditions(write, attempt, sealFor), sessionId, channel, ...changes],
      { opId },
    );
  }

  /**
   * The incarnation to seal the values for; a dash when nothing is sealed. A wrong guess is put right by the script's answer, so at
   * worst the write takes a second round trip.
   */
  private sealFor(sessionId: string, { patch, options }: RedisWrite): string {
    if (!this.context.codec.seals || (patch.scalars.size === 0 && patch.metadata.size === 0)) return NOT_GIVEN;
    return token(options.ifVersion?.incarnation ?? this.context.incarnations.get(sessionId) ?? '');
  }

  private conditions({ options, idleMs = 0 }: RedisWrite, { again }: Attempt, sealFor: string): string {
    const { opId, touch, ifVersion, grant } = options;
    const isPlain = !again && !touch && idleMs === 0 && sealFor === NOT_GIVEN;
    if (isPlain && opId === undefined && !ifVersion && !grant) return '';
    const flags = `${opId === undefined ? 0 : 1} ${again ? 1 : 0} ${touch ? 1 : 0} ${idleMs} ${this.context.graceMs}`;
    const version = ifVersion ? `${ifVersion.version} ${token(ifVersion.incarnation ?? NOT_GIVEN)}` : '- -';
    const lease = grant ? `${grant.fence} ${token(grant.nonce)}` : '- -';
    return `${flags} ${version} ${lease} ${sealFor}`;
  }
}

/** The text as one word for the script; what can't be one names nothing there is. */
function token(text: string): string {
  return /^[\w.:-]{1,128}$/.test(text) ? text : '!';
}
