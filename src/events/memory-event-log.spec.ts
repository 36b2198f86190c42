import { describe, expect, it } from '@jest/globals';
import { append } from '../../test/contracts/event-log-fixtures.js';
import { eventLogContract } from '../../test/contracts/event-log.contract.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { MemoryEventLog } from './memory-event-log.js';

const clock = new FakeClock();

eventLogContract('memory', {
  open: async (limits) => {
    const log = new MemoryEventLog(clock, limits);
    await log.open();
    return [log, log];
  },
  pass: async (ms) => {
    clock.advance(ms);
  },
});

describe('the memory log', () => {
  it('keeps the tails of the sessions that were told last', async () => {
    const log = new MemoryEventLog(clock);
    for (let n = 0; n <= 20_000; n += 1) await append(log, `s${n}`, ['a']);
    expect(await log.read('s0', 0, 1)).toMatchObject({ lastSeq: 0 });
    expect(await log.read('s1', 0, 1)).toMatchObject({ lastSeq: 1 });
  });

  it('tells nobody once it is closed', async () => {
    const log = new MemoryEventLog(clock);
    let told = 0;
    await log.listen('s', { onEvents: () => (told += 1), onGap: () => undefined });
    await append(log, 's', ['a']);
    await log.close();
    await append(log, 's', ['b']);
    expect(told).toBe(1);
  });
});
