import { setTimeout as sleep } from 'node:timers/promises';
import { type SessionEvent } from '@frontdesk/client';
import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../common/clock.js';
import { EventLogUnavailable } from '../../events/event-log.errors.js';
import { type AppendRequest, type AppendResult } from '../../events/event-log.js';
import { TurnTeller } from './turn-teller.js';

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

  it('says nothing more once it is fenced, but for why it ended', async () => {
    const log = new ScriptedLog();
    const { teller, heard, fences } = tellerOf(log);
    teller.tell(SEARCHING);
    await teller.flush();
    log.does = 'fence';
    teller.tell(text('late'));
    await teller.flush();
    teller.tell(text('later'));
    await teller.release();
    await teller.fail(FAILED);
    expect(fences()).toBe(1);
    expect(heard.map(({ type }) => type)).toEqual(['status', 'error']);
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

  it('never tells what was held back by a turn that failed; its end covers those numbers', async () => {
    const log = new ScriptedLog();
    log.does = 'fail';
    const { teller, heard } = tellerOf(log);
    teller.tell(SEARCHING);
    teller.tell(text('never said'));
    await teller.fail(FAILED);
    expect(brief(heard)).toEqual([[11, 13, 'error', '']]);
    expect(log.here).toEqual(heard);
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
});
