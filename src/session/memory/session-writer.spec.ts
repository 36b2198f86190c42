import { describe, expect, it } from '@jest/globals';
import { EMPTY_PATCH, prepareIncrement } from '../prepared-patch.js';
import { emptyRecord, snapshotOf, type SessionRecord } from './session-record.js';
import { applyWrite } from './session-writer.js';

function recordAt(now: number): SessionRecord {
  return emptyRecord({
    sessionId: 's',
    opId: undefined,
    now,
    createdAt: now,
    idleMs: 1000,
    absoluteMs: 10_000,
  });
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
