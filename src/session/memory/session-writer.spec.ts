import { describe, expect, it } from '@jest/globals';
import { createValueCodec } from '../codec/sealing-codec.js';
import { PLAIN_CODEC, type ValueCodec } from '../codec/value-codec.js';
import { EMPTY_PATCH, prepareIncrement, preparePatch } from '../prepared-patch.js';
import { type SessionPatch } from '../session-data.js';
import { SessionCorrupt } from '../session.errors.js';
import { emptyRecord, snapshotOf, type SessionRecord } from './session-record.js';
import { applyWrite } from './session-writer.js';

function recordAt(now: number, codec: ValueCodec = PLAIN_CODEC): SessionRecord {
  const origin = { sessionId: 's', opId: undefined, now, createdAt: now, idleMs: 1000, absoluteMs: 10_000 };
  return emptyRecord(origin, codec);
}

// The contract moves its clock forward only; the machine's clock may also be set back.
describe('a write under a clock that was set back', () => {
  it('moves neither expiry nor activity nor the time of change back', () => {
    const record = recordAt(5000);
    applyWrite(record, { patch: prepareIncrement('c', 1), options: { touch: true } }, 5500);
    applyWrite(record, { patch: prepareIncrement('c', 1), options: { touch: true } }, 5200);
    expect(snapshotOf(record)).toMatchObject({
      expiresAt: 6500,
      lastActivity: 5500,
      updatedAt: 5500,
      counters: { c: 2 },
    });
  });

  it('still restarts an idle time that is set anew', () => {
    const record = recordAt(5000);
    applyWrite(record, { patch: EMPTY_PATCH, options: {}, idleMs: 100 }, 4000);
    expect(snapshotOf(record)).toMatchObject({ expiresAt: 4100, idleMs: 100 });
  });
});

/** All text and bytes that can be reached from a value, one after the other. */
function contentOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString('latin1');
  if (value instanceof Map) return contentOf([...value]);
  return typeof value === 'object' && value !== null ? Object.values(value).map(contentOf).join('|') : '';
}

describe('a record of sealed values', () => {
  const codec = createValueCodec([{ kid: 'k1', key: Buffer.alloc(32, 1).toString('base64') }]);
  const values = {
    userId: 'canary-user',
    threadId: 'canary-thread',
    requestId: 'canary-request',
    fingerprintHash: 'canary-fingerprint',
    metadata: { plan: 'canary-plan', nested: { list: ['canary-list'] } },
  };

  function write(record: SessionRecord, patch: SessionPatch): void {
    const prepared = preparePatch(patch);
    if ('limit' in prepared) throw new Error(prepared.limit);
    applyWrite(record, { patch: prepared, options: { opId: 'op' } }, 5000);
  }

  it('holds no value in the clear, written or read', () => {
    const [sealed, plain] = [recordAt(5000, codec), recordAt(5000)];
    for (const record of [sealed, plain]) {
      write(record, values);
      expect(snapshotOf(record)).toMatchObject(values);
    }
    expect(contentOf({ ...plain })).toContain('canary-list');
    expect(contentOf({ ...sealed, codec: null })).not.toContain('canary');
    expect(sealed.bytes).toBe(plain.bytes);
  });

  it('opens a value in its own field only', () => {
    const record = recordAt(5000, codec);
    write(record, values);
    Object.assign(record.scalars, { userId: record.scalars.requestId });
    expect(() => snapshotOf(record)).toThrow(SessionCorrupt);
  });

  it('hands out values that are frozen to the bottom', () => {
    const record = recordAt(5000, codec);
    write(record, values);
    const { nested } = snapshotOf(record).metadata as unknown as typeof values.metadata;
    expect(Object.isFrozen(nested) && Object.isFrozen(nested.list)).toBe(true);
  });
});
