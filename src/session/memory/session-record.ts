import { randomUUID } from 'node:crypto';
import { type JsonValue } from '../json-value.js';
import { type SizedValue } from '../prepared-patch.js';
import { type SessionData } from '../session-data.js';
import { type OpWindow } from './op-window.js';

/** Everything the memory store knows of one session. Values inside are deeply frozen; the record itself never leaves the store. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly incarnation: string;
  readonly createOpId: string | undefined;
  readonly createdAt: number;
  readonly absoluteExpiresAt: number;
  /** Null until the first write with an op-id. */
  ops: OpWindow | null;
  userId: string | null;
  threadId: string;
  escalated: boolean;
  requestId: string | null;
  fingerprintHash: string | null;
  readonly metadata: Map<string, SizedValue>;
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
  nonce: string | null;
  leaseUntil: number;
  /** A clean-up is handing this expired session to its `onExpire`. */
  expiring: boolean;
  /** The session as handed out since its last change. */
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

/** The plain fields of an empty record as JSON: null, "", false, null, null. */
const EMPTY_BYTES = 19;

/** A record without values: version and changeSeq 0, so that the first write makes them 1. */
export function emptyRecord(origin: RecordOrigin): SessionRecord {
  const { now } = origin;
  return {
    sessionId: origin.sessionId,
    incarnation: randomUUID(),
    createOpId: origin.opId,
    createdAt: origin.createdAt,
    absoluteExpiresAt: now + origin.absoluteMs,
    ops: null,
    userId: null,
    threadId: '',
    escalated: false,
    requestId: null,
    fingerprintHash: null,
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
    nonce: null,
    leaseUntil: 0,
    expiring: false,
    snapshot: null,
  };
}

/** The session for a caller; the same frozen object until the record changes. */
export function snapshotOf(record: SessionRecord): SessionData {
  return (record.snapshot ??= Object.freeze({
    sessionId: record.sessionId,
    userId: record.userId,
    threadId: record.threadId,
    messageCount: record.counters.get('messageCount') ?? 0,
    escalated: record.escalated,
    metadata: metadataOf(record),
    requestId: record.requestId,
    fingerprintHash: record.fingerprintHash,
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
  }));
}

function metadataOf(record: SessionRecord): Readonly<Record<string, JsonValue>> {
  const metadata: Record<string, JsonValue> = {};
  for (const [key, { value }] of record.metadata) metadata[key] = value;
  return Object.freeze(metadata);
}
