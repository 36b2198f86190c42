import { SESSION_LIMITS } from '../session-limits.js';
import { type PreparedPatch } from '../prepared-patch.js';
import { type Applied, type LimitExceeded, type Refused, type WriteResult } from '../session-results.js';
import { type WriteOptions } from '../session-store.js';
import { keepPatch, type KeptPatch, type KeptValue } from './kept-value.js';
import { OpWindow } from './op-window.js';
import { type SessionRecord } from './session-record.js';

/** A checked write: what to change, under which conditions. `idleMs` sets and restarts the idle time. */
export interface PreparedWrite {
  readonly patch: PreparedPatch;
  readonly options: WriteOptions;
  readonly idleMs?: number;
}

/** What a write will leave behind, computed before anything is touched. */
interface Outcome {
  readonly bytes: number;
  readonly counters: Record<string, number>;
}

const isRefused = (outcome: Outcome | Refused): outcome is Refused => 'status' in outcome;

/** One atomic write to a live record: every check first, then only assignments that can't fail. */
export function applyWrite(record: SessionRecord, write: PreparedWrite, now: number): WriteResult {
  const { opId } = write.options;
  const replayed = opId === undefined ? undefined : record.ops?.recall(opId, now);
  if (replayed) return replayed;
  const refused = checkConditions(record, write.options, now);
  if (refused) return refused;
  const outcome = computeOutcome(record, write.patch);
  if (isRefused(outcome)) return outcome;

  commit(record, write, outcome, keepPatch(write.patch, record), now);
  const { version, changeSeq, expiresAt } = record;
  const answer: Applied = {
    status: 'applied',
    version,
    changeSeq,
    expiresAt,
    counters: Object.freeze(outcome.counters),
  };
  if (opId !== undefined) (record.ops ??= new OpWindow()).remember(opId, answer, now);
  return answer;
}

function checkConditions(record: SessionRecord, options: WriteOptions, now: number): Refused | undefined {
  const { opId, ifVersion, grant } = options;
  if (opId !== undefined && record.ops?.isFull(now)) return { status: 'limit', limit: 'op_window' };
  if (ifVersion) {
    const { version, incarnation = record.incarnation } = ifVersion;
    if (version !== record.version || incarnation !== record.incarnation) {
      return { status: 'conflict', version: record.version, incarnation: record.incarnation };
    }
  }
  // Equality of the pair, not "at least this fence": a fence number alone can be issued twice after a loss of data.
  if (grant && (grant.fence !== record.fence || grant.nonce !== record.nonce)) return { status: 'fenced' };
  return undefined;
}

function computeOutcome(record: SessionRecord, patch: PreparedPatch): Outcome | Refused {
  const bytes = bytesAfter(record, patch);
  if (typeof bytes !== 'number') return bytes;
  const counters: Record<string, number> = {};
  let counterCount = record.counters.size;
  for (const [name, value] of patch.counters) {
    if (!record.counters.has(name)) counterCount += 1;
    counters[name] = value;
  }
  for (const [name, by] of patch.increments) {
    const before = record.counters.get(name);
    if (before === undefined) counterCount += 1;
    const value = (before ?? 0) + by;
    if (!Number.isSafeInteger(value)) return { status: 'overflow', counter: name };
    counters[name] = value;
  }
  if (counterCount > SESSION_LIMITS.counters) return { status: 'limit', limit: 'counters' };
  return { bytes, counters };
}

function bytesAfter(record: SessionRecord, patch: PreparedPatch): number | LimitExceeded {
  let { bytes } = record;
  let keys = record.metadata.size;
  for (const [name, { bytes: size }] of patch.scalars) bytes += size - record.scalars[name].bytes;
  for (const [key, sized] of patch.metadata) {
    const before = record.metadata.get(key);
    bytes += entryBytes(key, sized) - entryBytes(key, before);
    keys += Number(Boolean(sized)) - Number(Boolean(before));
  }
  if (keys > SESSION_LIMITS.metadataKeys) return { status: 'limit', limit: 'metadata_keys' };
  return bytes > SESSION_LIMITS.sessionBytes ? { status: 'limit', limit: 'session_bytes' } : bytes;
}

function entryBytes(key: string, kept: KeptValue | null | undefined): number {
  return kept ? Buffer.byteLength(key) + kept.bytes : 0;
}

function commit(record: SessionRecord, write: PreparedWrite, outcome: Outcome, kept: KeptPatch, now: number): void {
  const { patch, options, idleMs } = write;
  const changesFields = patch.scalars.size > 0 || patch.metadata.size > 0;
  const changesData = changesFields || patch.counters.size > 0 || patch.increments.size > 0 || idleMs !== undefined;
  if (!changesData && !options.touch) return;

  for (const [name, value] of kept.scalars) record.scalars[name] = value;
  for (const [key, value] of kept.metadata) {
    if (value) record.metadata.set(key, value);
    else record.metadata.delete(key);
  }
  for (const name in outcome.counters) record.counters.set(name, outcome.counters[name] ?? 0);
  record.bytes = outcome.bytes;
  if (changesFields) record.version += 1;
  record.changeSeq += 1;
  if (changesData) record.updatedAt = Math.max(record.updatedAt, now);
  slide(record, options.touch === true, idleMs, now);
  record.snapshot = null;
}

/** Activity only ever moves the expiry back; a new idle time sets it anew. Neither passes the absolute end. */
function slide(record: SessionRecord, touch: boolean, idleMs: number | undefined, now: number): void {
  if (idleMs !== undefined) {
    record.idleMs = idleMs;
    record.expiresAt = Math.min(now + idleMs, record.absoluteExpiresAt);
  }
  if (!touch) return;
  record.lastActivity = Math.max(record.lastActivity, now);
  record.expiresAt = Math.max(record.expiresAt, Math.min(now + record.idleMs, record.absoluteExpiresAt));
}
