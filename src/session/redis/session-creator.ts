import { randomBytes } from 'node:crypto';
import { type JsonValue } from '../json-value.js';
import { type PreparedPatch, type ScalarName } from '../prepared-patch.js';
import { type SessionData } from '../session-data.js';
import { SESSION_LIMITS, type SessionLimit } from '../session-limits.js';
import { type CreateResult } from '../session-results.js';
import { damagedState, parseState } from './engine-state.js';
import { missingOf } from './reply-codes.js';
import { SCRIPTS } from './scripts.js';
import { type StoreContext } from './store-context.js';
import { freezeSession, parseDump, sessionOf, stateOf } from './stored-session.js';
import { changesOf } from './stored-values.js';

/** A checked creation. */
export interface RedisCreation {
  readonly sessionId: string;
  readonly opId: string | undefined;
  readonly createdAt: number | undefined;
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly patch: PreparedPatch;
}

/** What came of it, and whether an expired session made way. */
interface Created {
  readonly result: CreateResult;
  readonly replaced: boolean;
}

/** The plain fields of an empty session as JSON: null, "", false, null, null. */
const EMPTY_BYTES = 19;
const DEFAULT_BYTES: Readonly<Record<ScalarName, number>> = {
  userId: 4,
  threadId: 2,
  escalated: 5,
  requestId: 4,
  fingerprintHash: 4,
};

/** Creates a session in one round trip. The incarnation, minted here, tells an attempt's repeat from somebody else's session. */
export async function createSession(context: StoreContext, creation: RedisCreation): Promise<Created> {
  const { runner, keys, codec, channel, graceMs } = context;
  const { sessionId, opId, createdAt, idleMs, absoluteMs } = creation;
  const bucket = keys.bucketOf(sessionId);
  const incarnation = randomBytes(16).toString('base64url');
  const patch = withoutDefaults(creation.patch);
  const size = sizeOf(creation.patch);
  const values = size.limit ? [] : changesOf(patch, sessionId, incarnation, codec);
  const reply = await runner.run(
    SCRIPTS.create,
    [bucket.session + sessionId, bucket.tombstone + sessionId, bucket.byExpiry, bucket.byCreation],
    () => [
      sessionId,
      incarnation,
      opId ?? '',
      createdAt ?? '',
      idleMs,
      absoluteMs,
      graceMs,
      size.limit ?? '',
      size.bytes,
      patch.metadata.size,
      patch.counters.size,
      codec.seals ? 'b' : '',
      channel,
      ...values,
    ],
    { opId: opId ?? incarnation, binary: codec.seals },
  );
  if (!Array.isArray(reply)) return { result: missingCreation(reply), replaced: false };
  const [status, first, second] = reply as unknown[];
  if (codec.seals) context.incarnations.set(sessionId, incarnation);
  switch (String(status)) {
    case 'applied':
      return { result: { status: 'applied', session: newSession(sessionId, second, patch) }, replaced: first === 1 };
    case 'conflict':
      return { result: { status: 'conflict', version: Number(first), incarnation: String(second) }, replaced: false };
    case 'limit':
      return { result: { status: 'limit', limit: String(first) as SessionLimit }, replaced: false };
    default: {
      const dump = parseDump(first);
      const session = sessionOf(sessionId, stateOf(dump), dump, codec);
      return { result: { status: String(status) === 'again' ? 'applied' : 'replayed', session }, replaced: false };
    }
  }
}

function missingCreation(code: unknown): CreateResult {
  const missing = missingOf(code);
  if (missing.status === 'not_found' && missing.deleted) return { status: 'not_found', deleted: true };
  throw damagedState();
}

/** Increments of a session that isn't there yet set their counters; a removal of what isn't there is nothing. */
function withoutDefaults({ scalars, metadata, counters, increments }: PreparedPatch): PreparedPatch {
  return {
    scalars: new Map([...scalars].filter(([name, { value }]) => value !== (name === 'escalated' ? false : null))),
    metadata: new Map([...metadata].filter(([, sized]) => sized)),
    counters: new Map([...counters, ...increments]),
    increments: new Map(),
  };
}

function sizeOf({ scalars, metadata, counters, increments }: PreparedPatch): { bytes: number; limit?: SessionLimit } {
  let bytes = EMPTY_BYTES;
  let keys = 0;
  for (const [name, sized] of scalars) bytes += sized.bytes - DEFAULT_BYTES[name];
  for (const [key, sized] of metadata) {
    if (!sized) continue;
    bytes += Buffer.byteLength(key) + sized.bytes;
    keys += 1;
  }
  if (keys > SESSION_LIMITS.metadataKeys) return { bytes, limit: 'metadata_keys' };
  if (bytes > SESSION_LIMITS.sessionBytes) return { bytes, limit: 'session_bytes' };
  return counters.size + increments.size > SESSION_LIMITS.counters ? { bytes, limit: 'counters' } : { bytes };
}

function newSession(sessionId: string, state: unknown, { scalars, metadata, counters }: PreparedPatch): SessionData {
  const values: Record<string, JsonValue> = {};
  for (const [key, sized] of metadata) if (sized) values[key] = sized.value;
  const plain = Object.fromEntries([...scalars].map(([name, { value }]) => [name, value]));
  return freezeSession(sessionId, parseState(String(state)), plain, values, Object.fromEntries(counters));
}
