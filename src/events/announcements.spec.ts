import { beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ChaosLog, FakeArchive, RecordingSink } from '../../test/contracts/event-log-chaos.js';
import { append, said } from '../../test/contracts/event-log-fixtures.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { until } from '../../test/support/until.js';
import { type EventArchive } from '../conversation/event-archive.js';
import { MemoryEventLog } from './memory-event-log.js';
import { SessionEvents } from './session-events.js';

const S = 'session-1';

let memory: MemoryEventLog;
let log: ChaosLog;
let archive: FakeArchive;
let events: SessionEvents;

beforeEach(() => {
  Logger.overrideLogger(false);
  memory = new MemoryEventLog(new FakeClock());
  log = new ChaosLog(memory);
  archive = new FakeArchive();
  events = new SessionEvents(log, archive as unknown as EventArchive);
});

const follow = async (afterSeq: number): Promise<RecordingSink> => {
  const sink = new RecordingSink(afterSeq);
  await events.follow(S, afterSeq, sink);
  return sink;
};
const say = (...words: string[]): Promise<number[]> => append(events, S, words);

describe('an announcement', () => {
  const record = { kind: 'message', id: 'msg_1' } as const;
  const announce = (word: string, eventSeq: number, epoch: number | null = null): Promise<number> =>
    events.announce({ sessionId: S, event: said(word), eventSeq, epoch, record });

  it('has the number of the record, or gives the record the number of the log', async () => {
    const sink = await follow(0);
    expect(await announce('a', 1)).toBe(1);
    await say('b', 'c');
    expect(await announce('d', 2)).toBe(4);
    expect(archive.renumbered).toEqual([[record, 4]]);
    expect(sink.told).toEqual(['1 a', '2 b', '3 c', '4 d']);
  });

  it('is told here while the log is away, under a number that nobody here has seen', async () => {
    const sink = await follow(0);
    await say('a', 'b');
    log.away = true;
    expect(await announce('c', 2)).toBe(3);
    expect(await announce('d', 4)).toBe(4);
    expect(archive.renumbered).toEqual([[record, 3]]);
    expect(sink.told).toEqual(['1 a', '2 b', '3 c', '4 d']);
  });

  it('does not fail when the record cannot be corrected', async () => {
    await say('a');
    archive.renumber = () => Promise.reject(new Error('away'));
    expect(await announce('b', 1)).toBe(2);
  });

  it('ends the turns before it, also while the log is away', async () => {
    const sink = await follow(0);
    log.away = true;
    expect(await announce('claimed', 1, 5)).toBe(1);
    log.away = false;
    const turn = { sessionId: S, events: [said('late')], floor: 1, epoch: 4 };
    expect(await events.append(turn)).toEqual({ status: 'fenced' });
    expect(await announce('again', 2, 4)).toBe(2);
    expect(await events.append({ ...turn, epoch: 5 })).toMatchObject({ status: 'appended' });
    expect(sink.told).toEqual(['1 claimed', '2 late']);
  });

  it('ends the turns of other instances too once the log is back', async () => {
    const elsewhere = new SessionEvents(memory, archive as unknown as EventArchive);
    log.away = true;
    await announce('claimed', 1, 5);
    log.away = false;
    const turn = { sessionId: S, events: [said('late')], floor: 1, epoch: 4 };
    await until(async () => (await elsewhere.append(turn)).status === 'fenced');
  });
});

describe('a log that lost its memory', () => {
  it('gives no number again that this instance has seen', async () => {
    const sink = await follow(0);
    await say('a', 'b', 'c');
    await memory.forget(S);
    await say('d');
    expect(sink.told).toEqual(['1 a', '2 b', '3 c', '4 d']);
    await events.forget(S);
    expect(await say('e')).toEqual([1]);
  });
});
