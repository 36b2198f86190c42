import { StoreUnavailable } from '../session.errors.js';
import { type Missing } from '../session-results.js';
import { SCRIPTS } from './scripts.js';
import { type RawSession, type SessionReader } from './session-reader.js';
import { mintOpId, type StoreContext } from './store-context.js';
import { type ScriptArgument } from './stored-values.js';

/** Somebody who writes this often without a pause will seal it anew himself. */
const MAX_ATTEMPTS = 16;

/**
 * Seals anew what isn't sealed with the first key, by compare and set on the change sequence.
 * @throws StoreUnavailable when the session changed all the time; SessionCorrupt; KeyUnknown
 */
export async function resealSession(
  context: StoreContext,
  reader: SessionReader,
  sessionId: string,
): Promise<{ readonly status: 'resealed' | 'current' } | Missing> {
  const { runner, keys } = context;
  const opId = mintOpId();
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const raw = await reader.readRaw(sessionId);
    if ('status' in raw) return raw;
    const values = resealed(context, sessionId, raw);
    if (values.length === 0) return { status: 'current' };
    const { incarnation, changeSeq } = raw.state;
    const done = await runner.run(
      SCRIPTS.reseal,
      [keys.bucketOf(sessionId).session + sessionId],
      () => [`${incarnation} ${changeSeq}`, ...values],
      { opId },
    );
    if (done === 1) return { status: 'resealed' };
  }
  throw new StoreUnavailable('The session changed again and again while its values were sealed anew.');
}

function resealed({ codec }: StoreContext, sessionId: string, { state, dump }: RawSession): ScriptArgument[] {
  const values: ScriptArgument[] = [];
  for (const [field, stored] of dump.fields) {
    if (!/^[dm]:/.test(field) || !codec.isStale(stored)) continue;
    const place = { sessionId, incarnation: state.incarnation, field };
    values.push(field, codec.encode(codec.decode(stored, place), place));
  }
  return values;
}
