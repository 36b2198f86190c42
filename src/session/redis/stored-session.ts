import { type ValueCodec } from '../codec/value-codec.js';
import { isForbiddenKey, type JsonValue } from '../json-value.js';
import { type SessionData } from '../session-data.js';
import { SessionCorrupt } from '../session.errors.js';
import { type EngineState, parseState, STATE_FIELD } from './engine-state.js';

/** A dump as its script made it (lua/lib/dump.lua): the server's time, and name and value of every field. */
export interface Dump {
  readonly now: number;
  readonly fields: readonly (readonly [name: string, value: string | Buffer])[];
}

/** The fields of a reply; values are Buffers when the reply is one. */
export function parseDump(reply: unknown): Dump {
  if (Buffer.isBuffer(reply)) return parseBinary(reply);
  const parts = String(reply).split('\n');
  const fields: [string, string][] = [];
  for (let i = 2; i < parts.length; i += 2) fields.push([parts[i - 1] ?? '', parts[i] ?? '']);
  return { now: Number(parts[0]), fields };
}

function parseBinary(reply: Buffer): Dump {
  const end = reply.indexOf('\n\n');
  const parts = reply.toString('utf8', 0, end).split('\n');
  const fields: [string, Buffer][] = [];
  let at = end + 2;
  for (let i = 2; i < parts.length; i += 2) {
    const length = Number(parts[i]);
    fields.push([parts[i - 1] ?? '', reply.subarray(at, (at += length))]);
  }
  return { now: Number(parts[0]), fields };
}

/** The engine values of a dump. @throws SchemaTooNew; SessionCorrupt */
export function stateOf({ fields }: Dump): EngineState {
  return parseState(fields.find(([name]) => name === STATE_FIELD)?.[1].toString());
}

type Plain = Pick<SessionData, 'userId' | 'threadId' | 'escalated' | 'requestId' | 'fingerprintHash'>;

/** A stored session as callers see it: deeply frozen, so that it may be handed to several. @throws SessionCorrupt; KeyUnknown */
export function sessionOf(sessionId: string, state: EngineState, dump: Dump, codec: ValueCodec): SessionData {
  const { incarnation } = state;
  const plain: Record<string, JsonValue> = {};
  const metadata: Record<string, JsonValue> = {};
  const counters: Record<string, number> = {};
  for (const [field, stored] of dump.fields) {
    if (field.startsWith('~')) continue;
    const name = field.slice(2);
    if (field.startsWith('c:')) counters[name] = counterOf(field, stored);
    else if (isForbiddenKey(name)) throw new SessionCorrupt(field, 'is not a name the store gives');
    else {
      const values = field.startsWith('d:') ? plain : metadata;
      values[name] = valueOf(field, codec.decode(stored, { sessionId, incarnation, field }));
    }
  }
  return freezeSession(sessionId, state, plain, metadata, counters);
}

/** A session from its values, which must be the caller's own or frozen. */
export function freezeSession(
  sessionId: string,
  state: EngineState,
  plain: Partial<Plain>,
  metadata: Record<string, JsonValue>,
  counters: Record<string, number>,
): SessionData {
  return Object.freeze({
    sessionId,
    userId: plain.userId ?? null,
    threadId: plain.threadId ?? '',
    messageCount: Object.hasOwn(counters, 'messageCount') ? (counters.messageCount ?? 0) : 0,
    escalated: plain.escalated ?? false,
    metadata: Object.freeze(metadata),
    requestId: plain.requestId ?? null,
    fingerprintHash: plain.fingerprintHash ?? null,
    createdAt: state.createdAt,
    updatedAt: state.updatedAt,
    lastActivity: state.lastActivity,
    version: state.version,
    changeSeq: state.changeSeq,
    expiresAt: state.expiresAt,
    absoluteExpiresAt: state.absoluteExpiresAt,
    idleMs: state.idleMs,
    incarnation: state.incarnation,
    counters: Object.freeze(counters),
  });
}

function counterOf(field: string, stored: string | Buffer): number {
  const value = Number(stored.toString());
  if (!Number.isSafeInteger(value)) throw new SessionCorrupt(field, 'is not a count');
  return value;
}

function valueOf(field: string, json: string): JsonValue {
  try {
    return deepFreeze(JSON.parse(json) as JsonValue);
  } catch (error) {
    throw new SessionCorrupt(field, 'is not JSON', { cause: error });
  }
}

function deepFreeze(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  for (const item of Object.values(value)) deepFreeze(item);
  return Object.freeze(value);
}
