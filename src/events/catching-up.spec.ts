import { beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ChaosLog, FakeArchive, RecordingSink } from '../../test/contracts/event-log-chaos.js';
import { append, said, text } from '../../test/contracts/event-log-fixtures.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { until } from '../../test/support/until.js';
import { type EventArchive } from '../conversation/event-archive.js';
import { MemoryEventLog } from './memory-event-log.js';
import { numbered, type SessionEvent } from './session-event.js';
import { SessionEvents } from './session-events.js';

const S = 'session-1';

let log: ChaosLog;
let memory: MemoryEventLog;
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

const message = (seq: number, word: string): SessionEvent => numbered(S, seq, said(word));

/** Appends to the log without anybody hearing of it. */
const appendUnheard = async (...words: string[]): Promise<void> => {
  log.deaf = true;
  await append(log, S, words);
  log.deaf = false;
};

describe('a follower that missed something', () => {
  it('gets the text of a turn from the record when a part of it is in a hole of the tail', async () => {
    await log.append({ sessionId: S, events: [said('q'), text('a ')], floor: 0, epoch: null });
    const whole = { ...numbered(S, 5, text('a b c d')), fromSeq: 2, replace: true } as SessionEvent;
    archive.put([message(1, 'q'), whole]);
    await log.append({ sessionId: S, events: [text('d'), said('bye')], floor: 4, epoch: null });
    const sink = await follow(0);
    expect(sink.told).toEqual(['1 q', '2-5 a b c d', '6 bye']);
    expect(sink.events[1]).toMatchObject({ replace: true });
    expect(sink.faults).toEqual([]);
  });

  it('catches up without a new event when the log comes back that was away at its start', async () => {
    await append(log, S, ['a', 'b']);
    archive.put([message(1, 'a')]);
    log.away = true;
    const sink = await follow(0);
    expect(sink.told).toEqual(['1 a']);
    log.away = false;
    await until(() => sink.told.length === 2);
    expect(sink.told).toEqual(['1 a', '2 b']);
  });

  it('waits no longer for a log that is away once the record goes on', async () => {
    const sink = await follow(0);
    await appendUnheard('a');
    log.away = true;
    await append(memory, S, ['b']);
    await until(() => log.reads > 2);
    expect(sink.told).toEqual([]);
    archive.put([message(1, 'a'), message(2, 'b'), message(3, 'c')]);
    events.tellHere(S, [message(3, 'c')]);
    await until(() => sink.told.length > 0);
    expect(sink.told).toEqual(['1 a', '2 b', '3 c']);
  });

  it('keeps what it was told while the record can not be asked', async () => {
    const sink = await follow(0);
    archive.failure = new Error('the database is away');
    const asked = archive.asked;
    await append(log, S, ['c'], { floor: 2 });
    await until(() => archive.asked > asked);
    archive.put([message(2, 'b')]);
    expect(sink.told).toEqual([]);
    archive.failure = undefined;
    await until(() => sink.told.length === 2);
    expect(sink.told).toEqual(['1-2 b', '3 c']);
  });

  it('comes to where it wanted to take up again, though the record could not be asked at first', async () => {
    await append(log, S, ['a', 'b']);
    const sink = new RecordingSink(null);
    const following = await events.follow(S, 0, sink);
    archive.failure = new Error('the database is away');
    await expect(following.sync(1)).rejects.toThrow('the database is away');
    await append(log, S, ['c']);
    archive.failure = undefined;
    await until(() => sink.told.at(-1) === '3 c');
    expect(sink.told).toEqual(['1 a', '2 b', '2 b', '3 c']);
  });

  it('reads what came meanwhile when that is too much to keep', async () => {
    const sink = await follow(0);
    await appendUnheard('a');
    log.away = true;
    const words = Array.from({ length: 2500 }, (_, n) => `n${n}`);
    for (let at = 0; at < words.length; at += 100) await append(memory, S, words.slice(at, at + 100));
    await until(() => log.reads > 2);
    log.away = false;
    await until(() => sink.told.length > 0);
    expect(sink.told).toEqual(['reset 2501']);
    await append(log, S, ['z']);
    expect(sink.told).toEqual(['reset 2501', '2502 z']);
  });
});
