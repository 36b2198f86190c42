import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type EventLog } from '../../src/events/event-log.js';
import { until } from '../support/until.js';
import { append, brief, Recorder, said, text } from './event-log-fixtures.js';

export interface EventLogLimits {
  readonly tailEvents: number;
  readonly tailTtlMs: number;
}

export interface EventLogHarness {
  /** Logs of two instances over the same events, open until the test file ends; one log twice where there can be only one. */
  readonly open: (limits?: EventLogLimits) => Promise<readonly [EventLog, EventLog]>;
  /** Lets time pass. */
  readonly pass: (ms: number) => Promise<void>;
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

/** What every event log must do. */
export function eventLogContract(name: string, { open, pass }: EventLogHarness): void {
  const newSession = (): string => `s-${randomUUID()}`;
  const tailOf = async (log: EventLog, sessionId: string, after = 0, limit = 1000): Promise<string[]> =>
    (await log.read(sessionId, after, limit)).events.map(brief);

  describe(`event log: ${name}`, () => {
    it('numbers events from 1, keeps them as they are and names them', async () => {
      const [log, other] = await open();
      const sessionId = newSession();
      const events = [said('hello'), text('wörd "1" \u2028 €\n'), said('bye')];
      const result = await log.append({ sessionId, events, floor: 0, epoch: null });
      const expected = events.map((event, index) => ({
        ...{ id: `${sessionId}:${index + 1}`, seq: index + 1, sessionId },
        ...event,
      }));
      expect(result).toEqual({ status: 'appended', events: expected });
      expect(await other.read(sessionId, 0, 10)).toEqual({ events: expected, lastSeq: 3 });
    });

    it('numbers without a gap and in one order under 20 concurrent writers', async () => {
      const [log, other] = await open();
      const sessionId = newSession();
      const recorder = new Recorder();
      await other.listen(sessionId, recorder);
      const numbers = await Promise.all(
        upTo(20).map(async (writer) => {
          const mine: number[] = [];
          for (const n of upTo(10)) {
            mine.push(...(await append(writer % 2 ? log : other, sessionId, [`${writer}/${n}a`, `${writer}/${n}b`])));
          }
          return mine;
        }),
      );
      for (const mine of numbers) {
        expect(mine).toEqual(mine.toSorted((a, b) => a - b));
        for (let i = 0; i < mine.length; i += 2) expect(mine[i + 1]).toBe(mine[i]! + 1);
      }
      expect(numbers.flat().sort((a, b) => a - b)).toEqual(upTo(400));
      const kept = await tailOf(log, sessionId);
      expect(kept.map((event) => Number.parseInt(event, 10))).toEqual(upTo(400));
      await until(() => recorder.heard.length === 400);
      expect(recorder.heard).toEqual(kept);
    });

    it('begins above the floor, and goes on above what it gave', async () => {
      const [log] = await open();
      const sessionId = newSession();
      expect(await append(log, sessionId, ['a'], { floor: 41 })).toEqual([42]);
      expect(await append(log, sessionId, ['b'], { floor: 7 })).toEqual([43]);
      expect(await append(log, sessionId, ['c', 'd'], { floor: 99 })).toEqual([100, 101]);
      expect(await log.read(sessionId, 42, 10)).toMatchObject({ lastSeq: 101 });
      expect(await tailOf(log, sessionId, 42)).toEqual(['43 b', '100 c', '101 d']);
    });

    it('fences a writer whose epoch is over, on every instance, and no other', async () => {
      const [log, other] = await open();
      const sessionId = newSession();
      const write = (writer: EventLog, epoch: number | null, word: string): Promise<{ status: string }> =>
        writer.append({ sessionId, events: [said(word)], floor: 0, epoch });
      expect(await write(log, 9, 'nine')).toMatchObject({ status: 'appended' });
      expect(await write(other, 10, 'ten')).toMatchObject({ status: 'appended' });
      expect(await write(log, 9, 'late')).toEqual({ status: 'fenced' });
      expect(await write(log, null, 'free')).toMatchObject({ status: 'appended' });
      expect(await write(other, 10, 'ten again')).toMatchObject({ status: 'appended' });
      expect(await tailOf(log, sessionId)).toEqual(['1 nine', '2 ten', '3 free', '4 ten again']);
    });

    it('raises a fence without an event', async () => {
      const [log, other] = await open();
      const sessionId = newSession();
      const recorder = new Recorder();
      await other.listen(sessionId, recorder);
      await log.append({ sessionId, events: [], floor: 7, epoch: 3 });
      expect(await log.read(sessionId, 0, 10)).toEqual({ events: [], lastSeq: 0 });
      const late = { sessionId, events: [said('late')], floor: 0, epoch: 2 };
      expect(await other.append(late)).toEqual({ status: 'fenced' });
      expect(await append(other, sessionId, ['a'], { epoch: 3 })).toEqual([1]);
      await until(() => recorder.heard.length > 0);
      expect(recorder.heard).toEqual(['1 a']);
    });

    it('reads what follows a number, and says how far it goes', async () => {
      const [log] = await open();
      const sessionId = newSession();
      expect(await log.read(sessionId, 0, 10)).toEqual({ events: [], lastSeq: 0 });
      await append(log, sessionId, ['a', 'b', 'c', 'd', 'e']);
      expect(await tailOf(log, sessionId, 1, 2)).toEqual(['2 b', '3 c']);
      expect(await log.read(sessionId, 5, 10)).toEqual({ events: [], lastSeq: 5 });
      expect(await log.read(sessionId, Number.MAX_SAFE_INTEGER, 1)).toEqual({ events: [], lastSeq: 5 });
    });

    it('tells every listener what is appended on any instance, in order, until it is told to stop', async () => {
      const [log, other] = await open();
      const sessionId = newSession();
      const [here, there, leaving] = [new Recorder(), new Recorder(), new Recorder()];
      // A Cluster passes on from node to node at leisure: what was appended before may be told as well.
      const since = ({ heard }: Recorder): readonly string[] => heard.filter((event) => event !== '1 before');
      await append(log, sessionId, ['before']);
      await log.listen(sessionId, here);
      const stopThere = await other.listen(sessionId, there);
      const stopLeaving = await other.listen(sessionId, leaving);
      await append(log, sessionId, ['a', 'b']);
      await until(() => since(leaving).length === 2);
      stopLeaving();
      stopLeaving();
      for (const n of upTo(20)) await append(n % 2 ? log : other, sessionId, [`n${n}`]);
      await append(log, newSession(), ['of another session']);
      await until(() => since(here).length === 22 && since(there).length === 22);
      const expected = ['2 a', '3 b', ...upTo(20).map((n) => `${n + 3} n${n}`)];
      expect(since(here)).toEqual(expected);
      expect(since(there)).toEqual(expected);
      expect(since(leaving)).toEqual(expected.slice(0, 2));

      stopThere();
      const again = new Recorder();
      await other.listen(sessionId, again);
      await append(log, sessionId, ['z']);
      await until(() => again.heard.length === 1);
      expect(since(there)).toEqual(expected);
    });

    it('keeps sessions apart, also those whose names look alike', async () => {
      const [log] = await open();
      const name = randomUUID();
      const sessions = [name, `${name}:events`, `${name}.`];
      for (const sessionId of sessions) await append(log, sessionId, [sessionId]);
      for (const sessionId of sessions) expect(await tailOf(log, sessionId)).toEqual([`1 ${sessionId}`]);
    });

    it('keeps the last events only, and their numbers', async () => {
      const [log] = await open({ tailEvents: 200, tailTtlMs: 60_000 });
      const sessionId = newSession();
      for (const n of upTo(100)) await append(log, sessionId, ['a', 'b', 'c', 'd', 'e', 'f', 'g', `h${n}`]);
      const { events, lastSeq } = await log.read(sessionId, 0, 1000);
      expect(lastSeq).toBe(800);
      expect(events.length).toBeGreaterThanOrEqual(200);
      expect(events.length).toBeLessThan(400);
      expect(events.map(({ seq }) => seq)).toEqual(upTo(800).slice(-events.length));
    });

    it('forgets a session that is told nothing any more, fence and numbers too', async () => {
      const [log] = await open({ tailEvents: 200, tailTtlMs: 1500 });
      const [sessionId, busy] = [newSession(), newSession()];
      await append(log, sessionId, ['a', 'b'], { epoch: 5 });
      for (const n of upTo(4)) {
        await append(log, busy, [`c${n}`]);
        await pass(500);
      }
      expect(await log.read(sessionId, 0, 10)).toEqual({ events: [], lastSeq: 0 });
      expect(await log.read(busy, 0, 10)).toMatchObject({ lastSeq: 4 });
      expect(await append(log, sessionId, ['c'], { floor: 2, epoch: 1 })).toEqual([3]);
    });

    it('forgets a deleted session at once', async () => {
      const [log, other] = await open();
      const sessionId = newSession();
      await append(log, sessionId, ['a'], { epoch: 5 });
      await other.forget(sessionId);
      await other.forget(newSession());
      expect(await log.read(sessionId, 0, 10)).toEqual({ events: [], lastSeq: 0 });
      expect(await append(log, sessionId, ['b'], { epoch: 1 })).toEqual([1]);
    });

    it('takes events of 64 KB', async () => {
      const [log, other] = await open();
      const sessionId = newSession();
      const recorder = new Recorder();
      await other.listen(sessionId, recorder);
      const words = ['x', 'y'].map((letter) => letter.repeat(65_000));
      await append(log, sessionId, words);
      await until(() => recorder.heard.length === 2);
      expect(recorder.heard).toEqual([`1 ${words[0]!}`, `2 ${words[1]!}`]);
    });
  });
}
