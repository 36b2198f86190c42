import { setTimeout as sleep } from 'node:timers/promises';
import { type SessionEvent } from '@frontdesk/client';
import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../common/clock.js';
import { EventLogUnavailable } from '../../events/event-log.errors.js';
import { type AppendRequest, type AppendResult } from '../../events/event-log.js';
import { type FailureRecord, TurnTeller } from './turn-teller.js';

const SEARCHING = { type: 'status', stage: 'searching' } as const;
const FAILED = { type: 'error', error: { code: 'turn_stopped' } } as never;
const text = (delta: string) => ({ type: 'text', delta }) as const;

/** A log that does as it is told. */
class ScriptedLog {
  readonly appends: AppendRequest[] = [];
  readonly here: SessionEvent[] = [];
  does: 'append' | 'fence' | 'fail' = 'append';
  last = 0;

  async append(request: AppendRequest): Promise<AppendResult> {
    this.appends.push(request);
    await sleep(1);
    if (this.does === 'fail') throw new EventLogUnavailable('The log is away.');
    if (this.does === 'fence' && request.epoch !== null) return { status: 'fenced' };
    let seq = Math.max(this.last, request.floor);
    const { sessionId } = request;
    const events = request.events.map((event) => {
      seq += 1;
      return { ...event, id: `${sessionId}:${seq}`, seq, sessionId };
    });
    this.last = seq;
    return { status: 'appended', events };
  }

  tellHere(_sessionId: string, events: readonly SessionEvent[]): void {
    this.here.push(...events);
  }
}

function tellerOf(log: ScriptedLog, unfinishedBefore = false) {
  const heard: SessionEvent[] = [];
  let fences = 0;
  const terms = { sessionId: 's', turnId: 't', epoch: 3, floor: 10, unfinishedBefore };
  const teller = new TurnTeller(log, new SystemClock(), terms, {
    onTold: (event) => heard.push(event),
    onFenced: () => (fences += 1),
  });
  return { teller, heard, fences: () => fences };
}

const brief = (events: readonly SessionEvent[]): unknown[] =>
  events.map((event) => [event.fromSeq ?? event.seq, event.seq, event.type, 'delta' in event ? event.delta : '']);

describe('TurnTeller', () => {
  it('tells what comes in one breath in one append, under its epoch, numbered on from the record', async () => {
    const log = new ScriptedLog();
    const { teller, heard } = tellerOf(log);
    teller.tell(SEARCHING);
    teller.tell(text('a'));
    teller.tell(text('b'));
    await teller.flush();
    expect(log.appends).toMatchObject([{ sessionId: 's', floor: 10, epoch: 3 }]);
    expect(brief(heard)).toEqual([
      [11, 11, 'status', ''],
      [12, 12, 'text', 'ab'],
    ]);
    expect([teller.firstSeq, teller.lastSeq]).toEqual([11, 12]);
  });

  it('joins deltas that come faster than they are sent, and loses none', async () => {
    const log = new ScriptedLog();
    const { teller, heard } = tellerOf(log);
    const letters = Array.from('the quick brown fox');
    for (const letter of letters) {
      teller.tell(text(letter));
      await sleep(1);
    }
    await teller.flush();
    expect(heard.map((event) => ('delta' in event ? event.delta : '')).join('')).toBe('the quick brown fox');
    expect(log.appends.length).toBeLessThan(letters.length);
    expect(heard.map(({ seq }) => seq)).toEqual(heard.map((_, n) => 11 + n));
  });

  it('says nothing more once it is fenced, but for that a person has taken over, above all that is on record', async () => {
    const log = new ScriptedLog();
    const { teller, heard, fences } = tellerOf(log);
    teller.tell(SEARCHING);
    await teller.flush();
    log.does = 'fence';
    teller.tell(text('late'));
    await teller.flush();
    teller.tell(text('later'));
    await teller.flush();
    await teller.fail(FAILED, { status: 'taken_over', floor: 30 });
    expect(fences()).toBe(1);
    expect(brief(heard)).toEqual([
      [11, 11, 'status', ''],
      [31, 31, 'error', ''],
    ]);
    expect(log.appends.at(-1)).toMatchObject({ epoch: null });
  });

  it('holds everything back while the log is away, and tells it when the turn is on record', async () => {
    const log = new ScriptedLog();
    const { teller, heard } = tellerOf(log);
    teller.tell(SEARCHING);
    await teller.flush();
    log.does = 'fail';
    teller.tell(text('a'));
    await teller.flush();
    teller.tell(text('b'));
    await teller.flush();
    expect(heard).toHaveLength(1);
    expect(teller.lastSeq).toBe(13);
    teller.tell(SEARCHING);
    await teller.release();
    expect(brief(log.here)).toEqual([
      [12, 12, 'text', 'a'],
      [13, 13, 'text', 'b'],
      [14, 14, 'status', ''],
    ]);
    expect(brief(heard).slice(1)).toEqual(brief(log.here));
  });

  it('tells what comes after the commit under the numbers on record when the log is lost there', async () => {
    const log = new ScriptedLog();
    const { teller, heard } = tellerOf(log, true);
    teller.tell(text('a'));
    await teller.release();
    log.does = 'fail';
    teller.tell(text('b'));
    await teller.flush();
    expect(brief(log.here)).toEqual([[12, 12, 'text', 'b']]);
    expect(brief(heard)).toHaveLength(2);
  });

  describe('when its turn failed', () => {
    const failing = async (does: ScriptedLog['does'], record: FailureRecord, before: 'told' | 'held back' = 'told') => {
      const log = new ScriptedLog();
      if (before === 'held back') log.does = 'fail';
      const { teller, heard } = tellerOf(log);
      teller.tell(SEARCHING);
      await teller.flush();
      log.does = does;
      await teller.fail(FAILED, record);
      return { last: brief(heard).at(-1), here: brief(log.here), count: heard.length };
    };
    const [told, toldOver] = [
      [12, 12, 'error', ''],
      [11, 12, 'error', ''],
    ];
    const noNumber = (seq: number): unknown => [seq + 1, seq, 'error', ''];

    it('tells everybody what is on record, through the log or here', async () => {
      expect(await failing('append', { status: 'recorded' })).toEqual({ last: told, here: [], count: 2 });
      expect(await failing('fail', { status: 'recorded' })).toEqual({ last: told, here: [told], count: 2 });
    });

    it('tells what is on record under that number also after a turn that was lost', async () => {
      const log = new ScriptedLog();
      const { teller, heard } = tellerOf(log, true);
      teller.tell(SEARCHING);
      await teller.flush();
      log.does = 'fail';
      await teller.fail(FAILED, { status: 'recorded' });
      expect(brief(heard).at(-1)).toEqual(told);
    });

    it('never tells what was held back; its end covers those numbers', async () => {
      expect(await failing('fail', { status: 'recorded' }, 'held back')).toEqual({
        ...{ last: toldOver, here: [toldOver], count: 1 },
      });
    });

    it('tells its sender alone, and takes no number, when another turn has outrun it', async () => {
      expect(await failing('append', { status: 'outrun' })).toEqual({ last: noNumber(11), here: [], count: 2 });
      expect(await failing('append', { status: 'outrun' }, 'held back')).toEqual({
        ...{ last: noNumber(10), here: [], count: 1 },
      });
    });

    it('tells everybody while its epoch holds when the record is away, and its sender alone otherwise', async () => {
      expect(await failing('append', { status: 'unknown' })).toMatchObject({ last: told });
      expect(await failing('fence', { status: 'unknown' })).toMatchObject({ last: noNumber(11), here: [] });
      expect(await failing('append', { status: 'unknown' }, 'held back')).toMatchObject({ last: noNumber(10) });
    });

    it('tells its sender alone of a takeover while the log is away', async () => {
      expect(await failing('fail', { status: 'taken_over', floor: 30 })).toMatchObject({
        last: noNumber(11),
        here: [],
      });
    });
  });

  it('leaves room for what a lost turn may have told when nobody can be asked', async () => {
    const log = new ScriptedLog();
    log.does = 'fail';
    const { teller, heard } = tellerOf(log, true);
    teller.tell(SEARCHING);
    teller.tell(text('a'));
    await teller.release();
    expect(brief(heard)).toEqual([
      [11, 100_011, 'status', ''],
      [100_012, 100_012, 'text', 'a'],
    ]);
  });

  it('leaves that room also when the log is lost in the middle, because the lost turn may still speak there', async () => {
    const log = new ScriptedLog();
    const { teller, heard } = tellerOf(log, true);
    teller.tell(SEARCHING);
    await teller.flush();
    log.does = 'fail';
    teller.tell(text('a'));
    await teller.flush();
    expect([teller.firstSeq, teller.lastSeq]).toEqual([11, 100_012]);
    await teller.release();
    teller.tell(text('b'));
    await teller.flush();
    expect(brief(heard)).toEqual([
      [11, 11, 'status', ''],
      [12, 100_012, 'text', 'a'],
      [100_013, 100_013, 'text', 'b'],
    ]);
  });
});
