import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ChaosLog, FakeArchive, RecordingSink } from '../../test/contracts/event-log-chaos.js';
import { append, said, text } from '../../test/contracts/event-log-fixtures.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { until } from '../../test/support/until.js';
import { type EventArchive } from '../conversation/event-archive.js';
import { MemoryEventLog } from './memory-event-log.js';
import { type NewEvent, numbered, type SessionEvent } from './session-event.js';
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

const follow = async (afterSeq: number | null): Promise<RecordingSink & { close: () => void }> => {
  const sink = new RecordingSink(afterSeq);
  const following = await events.follow(S, afterSeq, sink);
  return Object.assign(sink, { close: following.close });
};
const say = (...words: string[]): Promise<number[]> => append(events, S, words);
const recorded = (seq: number, word: string): SessionEvent => {
  const event = numbered(S, seq, said(word));
  archive.put([event]);
  return event;
};
const textOf = (delta: string): NewEvent => text(delta);

describe('who follows', () => {
  it('hears what comes from now on, or everything after a number', async () => {
    await say('a', 'b');
    recorded(3, 'on record only');
    const [fromNow, fromStart, fromOne] = [await follow(null), await follow(0), await follow(1)];
    await append(events, S, ['c'], { floor: 3 });
    expect(fromNow.told).toEqual(['4 c']);
    expect(fromStart.told).toEqual(['1 a', '2 b', '3 on record only', '4 c']);
    expect(fromOne.told).toEqual(['2 b', '3 on record only', '4 c']);
    fromOne.close();
    await say('d');
    expect(fromOne.told).toHaveLength(3);
    expect(fromNow.told).toEqual(['4 c', '5 d']);
  });

  it('gets texts of the past joined, and each by itself as they come', async () => {
    await events.append({ sessionId: S, events: [said('q'), textOf('a'), textOf('b')], floor: 0, epoch: null });
    const sink = await follow(0);
    await events.append({ sessionId: S, events: [textOf('c'), textOf('d')], floor: 0, epoch: null });
    expect(sink.told).toEqual(['1 q', '2-3 ab', '4 c', '5 d']);
    expect(sink.faults).toEqual([]);
  });

  it('is told by the record what the tail has not, and that there is nothing where nobody knows it', async () => {
    recorded(1, 'a');
    await append(log, S, ['c'], { floor: 2 });
    recorded(4, 'd');
    await append(log, S, ['g'], { floor: 6 });
    recorded(8, 'h');
    const sink = await follow(0);
    expect(sink.told).toEqual(['1 a', '2-3 c', '4 d', '5-7 g', '8 h']);
    expect(sink.faults).toEqual([]);
  });

  it('gets events in order that are told out of order and twice', async () => {
    const sink = await follow(0);
    log.deaf = true;
    const [one, two, three, four] = ['a', 'b', 'c', 'd'].map((word, index) => numbered(S, index + 1, said(word)));
    const tell = (...told: SessionEvent[]): void => {
      events.tellHere(S, told);
    };
    archive.put([one!, two!, three!, four!]);
    tell(two!, one!);
    tell(two!);
    tell(four!);
    tell(three!, four!, one!);
    await until(() => sink.told.length >= 4);
    expect(sink.told).toEqual(['1 a', '2 b', '3 c', '4 d']);
  });

  it('reads again what it missed when the next event shows a hole', async () => {
    const sink = await follow(0);
    log.deaf = true;
    await append(log, S, ['a', 'b', 'c']);
    log.deaf = false;
    const before = archive.asked;
    await append(log, S, ['d']);
    await until(() => sink.told.length === 4);
    expect(sink.told).toEqual(['1 a', '2 b', '3 c', '4 d']);
    expect(archive.asked).toBe(before);
  });

  it('reads again after a gap, as soon as the log answers', async () => {
    const sink = await follow(0);
    log.deaf = true;
    await append(log, S, ['a', 'b']);
    recorded(3, 'c');
    log.away = true;
    log.gap();
    await until(() => log.reads > 2);
    log.away = false;
    log.deaf = false;
    await until(() => sink.told.length === 3);
    expect(sink.told).toEqual(['1 a', '2 b', '3 c']);
    expect(sink.faults).toEqual([]);
  });

  it('begins where it wants also when there is a gap before it has begun', async () => {
    await say('a', 'b', 'c');
    const listen = log.listen.bind(log);
    log.listen = async (...args) => {
      const stop = await listen(...args);
      log.gap();
      return stop;
    };
    const [sink, fromNow] = [await follow(2), await follow(null)];
    await until(() => log.reads >= 5);
    await say('d');
    await until(() => sink.told.length === 2 && fromNow.told.length === 1);
    expect(sink.told).toEqual(['3 c', '4 d']);
    expect(fromNow.told).toEqual(['4 d']);
    expect(sink.faults).toEqual([]);
  });

  it('follows by the record while the log is away, and catches up', async () => {
    log.away = true;
    recorded(1, 'a');
    const [sink, fromNow] = [await follow(0), await follow(null)];
    events.tellHere(S, [recorded(2, 'b')]);
    expect(sink.told).toEqual(['1 a', '2 b']);
    // On another instance.
    recorded(3, 'c');
    events.tellHere(S, [recorded(4, 'd')]);
    await until(() => sink.told.length === 4);
    log.away = false;
    await append(log, S, ['e'], { floor: 4 });
    await until(() => sink.told.length === 5 && fromNow.told.length === 4);
    expect(sink.told).toEqual(['1 a', '2 b', '3 c', '4 d', '5 e']);
    expect(fromNow.told).toEqual(['2 b', '3 c', '4 d', '5 e']);
  });

  it('waits for the log to come back when only the log can know what it missed', async () => {
    const sink = await follow(0);
    log.deaf = true;
    await append(log, S, ['a', 'b']);
    log.deaf = false;
    log.away = true;
    await append(memory, S, ['c']);
    await until(() => log.reads > 3);
    expect(sink.told).toEqual([]);
    log.away = false;
    await until(() => sink.told.length === 3);
    expect(sink.told).toEqual(['1 a', '2 b', '3 c']);
  });

  it('is sent to the history when it is too far behind, and goes on from there', async () => {
    const many = Array.from({ length: 1001 }, (_, n) => `n${n}`);
    await say(...many);
    const [behind, near] = [await follow(0), await follow(1)];
    await say('x');
    expect(behind.told).toEqual(['reset 1001', '1002 x']);
    expect(near.told).toHaveLength(1001);
    expect([...behind.faults, ...near.faults]).toEqual([]);
  });

  it('is sent to the history when the record has too much for it', async () => {
    for (let seq = 1; seq <= 201; seq += 1) recorded(seq, 'old');
    const [behind, near] = [await follow(0), await follow(1)];
    expect(behind.told).toEqual(['reset 201']);
    expect(near.told).toHaveLength(200);
  });

  it('can take up again where it wants', async () => {
    await say('a', 'b', 'c');
    const sink = new RecordingSink(null);
    const following = await events.follow(S, null, sink);
    expect(following.lastSeq()).toBe(3);
    expect(await following.sync(1)).toEqual({ lastSeq: 3, reset: false });
    expect(sink.told).toEqual(['2 b', '3 c']);
    await say(...Array.from({ length: 1001 }, () => 'n'));
    expect(await following.sync(3)).toEqual({ lastSeq: 1004, reset: true });
    expect(following.lastSeq()).toBe(1004);
  });

  it('is sent to the history when log and record have both forgotten what it has seen', async () => {
    const sink = await follow(30);
    recorded(10, 'known');
    log.gap();
    await until(() => log.reads === 2);
    expect(sink.told).toEqual([]);
    await append(log, S, ['new'], { floor: 10 });
    await append(log, S, ['newer']);
    expect(sink.told).toEqual(['reset 10', '11 new', '12 newer']);
  });

  it('does no harm to others when it throws', async () => {
    const broken = {
      event: jest.fn(() => {
        throw new Error('broken');
      }),
      reset: () => undefined,
    };
    await events.follow(S, 0, broken);
    const sink = await follow(0);
    expect(await say('a')).toEqual([1]);
    await say('b');
    expect(sink.told).toEqual(['1 a', '2 b']);
    expect(broken.event).toHaveBeenCalledTimes(1);
  });

  it('is told of a record that is needed and away', async () => {
    archive.failure = new Error('the database is away');
    await expect(follow(0)).rejects.toThrow('the database is away');
    archive.failure = undefined;
    await say('a');
    expect((await follow(0)).told).toEqual(['1 a']);
  });

  it('reads again together with hundreds of others, a few at a time', async () => {
    let [reading, most] = [0, 0];
    const real = new FakeArchive();
    archive.after = async (...args) => {
      most = Math.max(most, ++reading);
      await new Promise((resolve) => setTimeout(resolve, 1));
      reading -= 1;
      return real.after(...args);
    };
    const sinks = await Promise.all(Array.from({ length: 300 }, () => follow(0)));
    log.deaf = true;
    await append(log, S, ['a']);
    log.gap();
    await until(() => sinks.every(({ told }) => told.length === 1));
    expect(most).toBeLessThanOrEqual(8);
  });
});
