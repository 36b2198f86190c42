import { randomUUID } from 'node:crypto';
import { type ValueCodec } from '../codec/value-codec.js';
import { type JsonValue } from '../json-value.js';
import { type ScalarName, type SizedValue } from '../prepared-patch.js';
import { type SessionData } from '../session-data.js';
import { type KeptValue, openKept } from './kept-value.js';
import { type OpWindow } from './op-window.js';
import { type LinePlace } from './session-line-state.js';

/** Everything the memory store knows of one session. The record itself never leaves the store. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly incarnation: string;
  readonly createOpId: string | undefined;
  readonly createdAt: number;
  readonly absoluteExpiresAt: number;
  /** How the values below are kept. */
  readonly codec: ValueCodec;
  /** Null until the first write with an op-id. */
  ops: OpWindow | null;
  readonly scalars: Record<ScalarName, KeptValue>;
  readonly metadata: Map<string, KeptValue>;
  readonly counters: Map<string, number>;
  /** Payload bytes as SESSION_LIMITS.sessionBytes counts them. */
  bytes: number;
  updatedAt: number;
  lastActivity: number;
  expiresAt: number;
  idleMs: number;
  version: number;
  changeSeq: number;
  /** The last acquisition of the lease; held while `leaseUntil` is ahead. The pair outlives the lease to fence old holders. */
  fence: number;
  /** Empty until the first lease. */
  nonce: string;
  leaseUntil: number;
  /** Who waits for the lease, in order; some may have lost their places. */
  line: readonly LinePlace[];
  /** A clean-up is handing this expired session to its `onExpire`. */
  expiring: boolean;
  /** The session as handed out since its last change; never kept of sealed values. */
  snapshot: SessionData | null;
}

/** Where and when a record begins. */
export interface RecordOrigin {
  readonly sessionId: string;
  readonly opId: string | undefined;
  readonly now: number;
  readonly createdAt: number;
  readonly idleMs: number;
  readonly absoluteMs: number;
}

const NULL: SizedValue = { value: null, bytes: 4 };
const EMPTY_TEXT: SizedValue = { value: '', bytes: 2 };
const FALSE: SizedValue = { value: false, bytes: 5 };
/** Sum of the scalars of an empty record. */
const EMPTY_BYTES = 19;

/** A record without values: version and changeSeq 0, so that the first write makes them 1. */
export function emptyRecord(origin: RecordOrigin, codec: ValueCodec): SessionRecord {
  const { now } = origin;
  return {
    sessionId: origin.sessionId,
    incarnation: randomUUID(),
    createOpId: origin.opId,
    createdAt: origin.createdAt,
    absoluteExpiresAt: now + origin.absoluteMs,
    codec,
    ops: null,
    scalars: { userId: NULL, threadId: EMPTY_TEXT, escalated: FALSE, requestId: NULL, fingerprintHash: NULL },
    metadata: new Map(),
    counters: new Map(),
    bytes: EMPTY_BYTES,
    updatedAt: now,
    lastActivity: now,
    expiresAt: now + Math.min(origin.idleMs, origin.absoluteMs),
    idleMs: origin.idleMs,
    version: 0,
    changeSeq: 0,
    fence: 0,
    nonce: '',
    leaseUntil: 0,
    line: [],
    expiring: false,
    snapshot: null,
  };
}

/**
 * The session for a caller; the same frozen object until the record changes, unless its values are sealed.
 * @throws SessionCorrupt, KeyUnknown
 */
export function snapshotOf(record: SessionRecord): SessionData {
  if (record.snapshot) return record.snapshot;
  const snapshot = Object.freeze(openRecord(record));
  if (!record.codec.seals) record.snapshot = snapshot;
  return snapshot;
}

function openRecord(record: SessionRecord): SessionData {
  return {
    sessionId: record.sessionId,
    userId: scalarOf(record, 'userId') as string | null,
    threadId: scalarOf(record, 'threadId') as string,
    messageCount: record.counters.get('messageCount') ?? 0,
    escalated: scalarOf(record, 'escalated') as boolean,
    metadata: metadataOf(record),
    requestId: scalarOf(record, 'requestId') as string | null,
    fingerprintHash: scalarOf(record, 'fingerprintHash') as string | null,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    lastActivity: record.lastActivity,
    version: record.version,
    changeSeq: record.changeSeq,
    expiresAt: record.expiresAt,
    absoluteExpiresAt: record.absoluteExpiresAt,
    idleMs: record.idleMs,
    incarnation: record.incarnation,
    counters: Object.freeze(Object.fromEntries(record.counters)),
  };
}

function scalarOf(record: SessionRecord, name: ScalarName): JsonValue {
  return openKept(record.scalars[name], record, 'd', name);
}

function metadataOf(record: SessionRecord): Readonly<Record<string, JsonValue>> {
  const metadata: Record<string, JsonValue> = {};
  for (const [key, kept] of record.metadata) metadata[key] = openKept(kept, record, 'm', key);
  return Object.freeze(metadata);
}
