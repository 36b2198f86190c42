import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { type GivenPlace } from './given-place.js';
import { type RefusalReason, TurnGate } from './turn-gate.js';

class Refused extends Error {
  constructor(readonly reason: RefusalReason) {
    super(reason);
  }
}

const PATIENCE_MS = 5000;
const NEVER = new AbortController().signal;

function gateWith({ limit = 2, most = 3, maxTurns = 100 } = {}): TurnGate {
  return new TurnGate({
    maxTurns,
    waiting: { most, patienceMs: PATIENCE_MS },
    limit: { current: limit, record: () => undefined } as unknown as ConcurrencyLimit,
    now: () => Date.now(),
    refusal: (reason) => new Refused(reason),
  });
}

/** What becomes of `count` turns that come one after the other, in the order they came. */
function come(gate: TurnGate, count: number) {
  return Array.from({ length: count }, () => {
    const turn: { place?: GivenPlace; refused?: unknown } = {};
    gate.enter({ signal: NEVER }).then(
      (place) => (turn.place = place),
      (error: unknown) => (turn.refused = error instanceof Refused ? error.reason : error),
    );
    return turn;
  });
}

/** Takes one of a list, by a number of any size. */
function takeOut<T>(list: T[], at: number): T | undefined {
  return list.splice(at % (list.length || 1), 1)[0];
}

const settle = () => jest.advanceTimersByTimeAsync(0);

describe('TurnGate', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('works on as many as it may, lets a few wait in order, and refuses the rest at once', async () => {
    const gate = gateWith();
    const turns = come(gate, 7);
    await settle();
    expect(turns.map(({ place, refused }) => (place ? 'in' : (refused ?? 'waits')))).toEqual([
      ...['in', 'in'],
      // The line overflowed in this instant: from now on it is short, and those who have just come may stay.
      ...['waits', 'waits', 'waits'],
      ...['queue', 'queue'],
    ]);
    expect(gate.state).toEqual({ inWork: 2, here: 2, waiting: 3, limit: 2, isShedding: true });
  });

  it('serves who came first in quiet times', async () => {
    const gate = gateWith();
    const [first, , third, fourth] = come(gate, 4);
    await settle();
    first!.place!.leave(true);
    await settle();
    expect(third!.place).toBeDefined();
    expect(fourth!.place).toBeUndefined();
  });

  it('while more come than it can do, lets nobody wait longer than a blink and serves the newest first', async () => {
    const gate = gateWith({ limit: 1, most: 3 });
    const [working, ...waiting] = come(gate, 5);
    await jest.advanceTimersByTimeAsync(5);
    expect(waiting.map(({ refused }) => refused)).toEqual(['wait', 'wait', 'wait', 'queue']);
    const later = come(gate, 3);
    await settle();
    expect(later.map(({ refused }) => refused)).toEqual([undefined, undefined, 'queue']);
    working!.place!.leave(true);
    await settle();
    expect(later.map(({ place }) => place !== undefined)).toEqual([false, true, false]);
  });

  it('has its patience back when nobody was refused for a second', async () => {
    const gate = gateWith({ limit: 1, most: 3 });
    const [working] = come(gate, 5);
    await jest.advanceTimersByTimeAsync(500);
    expect(gate.refuse()).toBeUndefined();
    expect(gate.state.isShedding).toBe(true);
    await jest.advanceTimersByTimeAsync(600);
    expect(gate.state.isShedding).toBe(false);
    const turns = come(gate, 3);
    await jest.advanceTimersByTimeAsync(1000);
    expect(turns.map(({ refused }) => refused)).toEqual([undefined, undefined, undefined]);
    working!.place!.leave(true);
    await settle();
    expect(turns[0]!.place).toBeDefined();
  });

  it.each([
    ['few', 3, false],
    ['many', 4, true],
  ])('sheds load for another second when %s were refused', async (_name, refused, isShedding) => {
    const gate = gateWith({ limit: 1, most: 20 });
    // The last one is refused for a full line, and the twenty in it are late 5 ms later: load is shed for a second from then on.
    come(gate, 22);
    await jest.advanceTimersByTimeAsync(510);
    // Two that will be late too, and some for whom there is no room. Five of twenty are few.
    come(gate, 2);
    for (let n = 0; n < refused; n += 1) expect(gate.refuse()).toBe('queue');
    await jest.advanceTimersByTimeAsync(600);
    expect(gate.state.isShedding).toBe(isShedding);
  });

  it('does not let a turn wait longer than its patience, though nothing ends', async () => {
    const gate = gateWith({ limit: 1 });
    const [, second] = come(gate, 2);
    await jest.advanceTimersByTimeAsync(PATIENCE_MS - 1);
    expect(second!.refused).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    expect(second!.refused).toBe('wait');
  });

  it('gives the place of one who waits for somebody else to others, and takes those who return before those who are new', async () => {
    const gate = gateWith({ limit: 1 });
    const [slow, second, third] = come(gate, 3);
    await settle();
    const model = Promise.withResolvers<string>();
    let answer: string | undefined;
    void slow!.place!.away(5, () => model.promise).then((text) => (answer = text));
    await jest.advanceTimersByTimeAsync(4);
    expect(second!.place).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    expect(second!.place).toBeDefined();
    expect(gate.state).toMatchObject({ inWork: 1, here: 2, waiting: 1 });
    model.resolve('hello');
    await settle();
    expect(answer).toBeUndefined();
    second!.place!.leave(true);
    await settle();
    expect(answer).toBe('hello');
    expect(third!.place).toBeUndefined();
    slow!.place!.leave(true);
    await settle();
    expect(third!.place).toBeDefined();
  });

  it('hands a failure elsewhere on, in its place', async () => {
    const gate = gateWith({ limit: 1 });
    const [turn] = come(gate, 1);
    await settle();
    const away = turn!.place!.away(5, () => Promise.reject(new Error('model')));
    await expect(away).rejects.toThrow('model');
    expect(gate.state.inWork).toBe(1);
  });

  it('counts those who are away towards the most that may be here', async () => {
    const gate = gateWith({ limit: 10, most: 5, maxTurns: 2 });
    const turns = come(gate, 2);
    await settle();
    for (const { place } of turns) void place!.away(5, () => new Promise<never>(() => undefined));
    await jest.advanceTimersByTimeAsync(5);
    expect(gate.state).toMatchObject({ inWork: 0, here: 2 });
    const [one] = come(gate, 1);
    await settle();
    expect(one!.refused).toBe('turns');
  });

  it('lets one who waits for another turn wait elsewhere, and gives it a place when it comes from there', async () => {
    const gate = gateWith({ limit: 1, most: 0 });
    const [working] = come(gate, 1);
    await settle();
    const place = await gate.enter({ signal: NEVER, isAway: true });
    expect(gate.state).toMatchObject({ inWork: 1, here: 2, waiting: 0, isShedding: false });
    let isBack = false;
    void place.away(5, () => Promise.resolve()).then(() => (isBack = true));
    await jest.advanceTimersByTimeAsync(10);
    expect(isBack).toBe(false);
    working!.place!.leave(true);
    await settle();
    expect(isBack).toBe(true);
    place.leave(true);
    expect(gate.state).toMatchObject({ inWork: 0, here: 0 });
  });

  it('never refuses a turn that is owed', async () => {
    const gate = gateWith({ limit: 1, most: 0 });
    const [working] = come(gate, 2);
    await settle();
    let owed: GivenPlace | undefined;
    void gate.enter({ signal: NEVER, isOwed: true }).then((place) => (owed = place));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(owed).toBeUndefined();
    working!.place!.leave(true);
    await settle();
    expect(owed).toBeDefined();
  });

  it('forgets who gives up waiting', async () => {
    const gate = gateWith({ limit: 1 });
    const [working] = come(gate, 1);
    const stop = new AbortController();
    const stopped = gate.enter({ signal: stop.signal });
    const [after] = come(gate, 1);
    stop.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    await settle();
    working!.place!.leave(true);
    await settle();
    expect(after!.place).toBeDefined();
    expect(gate.state).toMatchObject({ inWork: 1, here: 1, waiting: 0 });
  });

  it('keeps its bounds and loses nobody, whatever turns do', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('come' as const), owed: fc.boolean() }),
      ...(['leave', 'away', 'back', 'stop'] as const).map((name) => fc.record({ do: fc.constant(name), at: fc.nat() })),
      fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 3000 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
        const limit = new ConcurrencyLimit(6);
        const waiting = { most: 4, patienceMs: PATIENCE_MS };
        const gate = new TurnGate({ maxTurns: 12, waiting, limit, now: () => Date.now(), refusal: () => new Error() });
        const inside: GivenPlace[] = [];
        const stops: AbortController[] = [];
        const returns: (() => void)[] = [];
        let asked = 0;
        let settled = 0;
        for (const one of steps) {
          switch (one.do) {
            case 'come': {
              const stop = new AbortController();
              stops.push(stop);
              asked += 1;
              gate
                .enter({ signal: stop.signal, isOwed: one.owed })
                .then((place) => inside.push(place))
                .catch(() => undefined)
                .finally(() => (settled += 1));
              break;
            }
            case 'leave':
              takeOut(inside, one.at)?.leave(true);
              break;
            case 'away': {
              const place = takeOut(inside, one.at);
              if (!place) break;
              const back = new Promise<void>((resolve) => returns.push(resolve));
              void place.away(5, () => back).then(() => inside.push(place));
              break;
            }
            case 'back':
              takeOut(returns, one.at)?.();
              break;
            case 'stop':
              takeOut(stops, one.at)?.abort(new Error('stop'));
              break;
            case 'pass':
              await jest.advanceTimersByTimeAsync(one.ms);
          }
          await settle();
          const { inWork, waiting: queued, here } = gate.state;
          expect(inWork).toBeLessThanOrEqual(6);
          expect(queued).toBeLessThanOrEqual(4);
          if (!steps.some((other) => other.do === 'come' && other.owed)) expect(here).toBeLessThanOrEqual(12);
          // Nobody new waits while there is a place.
          if (queued > 0) expect(inWork >= limit.current || here >= 12).toBe(true);
        }
        for (const resolve of returns) resolve();
        await settle();
        for (let round = 0; inside.length > 0 && round < 1000; round += 1) {
          inside.shift()!.leave(true);
          await settle();
        }
        expect(settled).toBe(asked);
        expect(gate.state).toMatchObject({ inWork: 0, here: 0, waiting: 0 });
      }),
      { numRuns: 200 },
    );
  });
});
