import { describe, expect, it } from '@jest/globals';
import { checkTurns, markerOf, type TurnLog, type TurnRule } from '../../chaos/lib/turn-checker.mjs';

type Json = Record<string, unknown>;
/** A log that can be doctored. */
interface Draft {
  sessionId: string;
  kind: string;
  marker: string;
  acknowledged: { clientMessageId: string; attempts: number }[];
  answers: Json[];
  views: { name: string; after: number; turnId?: string; events: Json[] }[];
  history: Json[];
  waits: { clientMessageId: string; at: number[] }[];
}

/** Two messages answered, seen by a client that was cut in the middle, and read again in the end from the record. */
function soundLog(sessionId: string): Draft {
  const marker = markerOf(sessionId);
  const at = '2026-01-01T00:00:00.000Z';
  const event = (seq: number, type: string, turn: number, more: Json = {}): Json => {
    return { id: `${sessionId}:${seq}`, seq, sessionId, turnId: `${sessionId}-t${turn}`, at, type, ...more };
  };
  const start = (seq: number, turn: number): Json =>
    event(seq, 'start', turn, { messages: [{ clientMessageId: `m${turn}`, message: marker }] });
  const text = (seq: number, turn: number, more: Json = {}): Json =>
    event(seq, 'text', turn, { delta: marker, ...more });
  const complete = (seq: number, turn: number): Json =>
    event(seq, 'complete', turn, { response: { messageId: `${sessionId}-r${turn}`, message: marker } });
  const message = (seq: number, role: string, messageId: string, clientMessageId: string | null): Json => {
    return { seq, role, messageId, message: marker, clientMessageId, createdAt: at };
  };
  return {
    sessionId,
    kind: 'socket',
    marker,
    acknowledged: [
      { clientMessageId: 'm1', attempts: 1 },
      { clientMessageId: 'm2', attempts: 3 },
    ],
    answers: [{ clientMessageId: 'm1', messageId: `${sessionId}-r1`, message: marker }],
    views: [
      {
        name: 'socket',
        after: 0,
        // The process of the first turn 2 died after 6; turn 3 answers the message.
        events: [
          ...[start(1, 1), event(2, 'status', 1), text(3, 1), complete(4, 1)],
          ...[start(5, 2), text(6, 2), event(7, 'error', 2, { error: { code: 'turn_lost' } })],
          ...[{ ...start(8, 3), messages: [{ clientMessageId: 'm2', message: marker }] }],
          ...[text(10, 3, { fromSeq: 9 }), complete(11, 3)],
        ],
      },
      {
        name: 'replay',
        after: 0,
        events: [
          ...[start(1, 1), text(3, 1, { fromSeq: 2 }), complete(4, 1)],
          ...[start(5, 2), event(7, 'error', 2, { fromSeq: 6 })],
          ...[{ ...start(8, 3), messages: [{ clientMessageId: 'm2', message: marker }] }],
          ...[text(10, 3, { fromSeq: 9 }), complete(11, 3)],
        ],
      },
    ],
    history: [
      message(1, 'customer', `${sessionId}-c1`, 'm1'),
      message(2, 'agent', `${sessionId}-r1`, null),
      message(3, 'customer', `${sessionId}-c2`, 'm2'),
      message(4, 'agent', `${sessionId}-r3`, null),
    ],
    waits: [{ clientMessageId: 'm1', at: [1000, 1100, 1200] }],
  };
}

/** Two sessions' logs, the first one doctored. */
function rulesBroken(doctor: (log: Draft) => void, outages: { from: number; to: number }[] = []): TurnRule[] {
  const logs = [soundLog('a'), soundLog('b')];
  doctor(logs[0]!);
  const { findings } = checkTurns({ logs: logs as unknown as TurnLog[], outages });
  expect(findings.every(({ sessionId }) => sessionId === 'a')).toBe(true);
  return [...new Set(findings.map(({ rule }) => rule))];
}

const socketOf = (log: Draft): Json[] => log.views[0]!.events;

describe('The checker of turns', () => {
  it('finds nothing in sound logs, and counts', () => {
    const { findings, counts, silenceMs } = checkTurns({
      logs: [soundLog('a'), soundLog('b')] as unknown as TurnLog[],
    });
    expect(findings).toEqual([]);
    expect(counts).toEqual({
      ...{ acknowledged: 4, stored: 4, answered: 4, replies: 4 },
      ...{ events: 36, errors: 4, resets: 0, sentAgain: 4, longSilences: 0 },
    });
    expect(silenceMs).toEqual({ socket: 100 });
  });

  it.each<[string, TurnRule[], (log: Draft) => void]>([
    ['an event that never came', ['gap'], (log) => socketOf(log).splice(1, 1)],
    ['an event that came twice', ['repeat'], (log) => socketOf(log).splice(2, 0, socketOf(log)[1]!)],
    [
      'two events in the wrong order',
      ['gap', 'repeat'],
      (log) => socketOf(log).splice(1, 2, ...socketOf(log).slice(1, 3).reverse()),
    ],
    ['a joined event that leaves a hole', ['gap'], (log) => (socketOf(log)[8]!.fromSeq = 10)],
    ["another session's event", ['foreign', 'repeat'], (log) => socketOf(log).push(soundLog('b').views[0]!.events[2]!)],
    [
      "another session's words in an own event",
      ['foreign', 'wording'],
      (log) => (socketOf(log)[2]!.delta = markerOf('b')),
    ],
    ["another session's words in the history", ['foreign'], (log) => (log.history[1]!.message = markerOf('b'))],
    ["another session's answer", ['foreign'], (log) => (log.answers[0]!.message = markerOf('b'))],
    [
      'a piece of an answer that was told twice',
      ['wording'],
      (log) => (socketOf(log)[2]!.delta = markerOf('a').repeat(2)),
    ],
    ['an event under the id of another', ['foreign'], (log) => (socketOf(log)[1]!.id = 'a:9')],
    ['a number that two views read differently', ['disagreement'], (log) => (socketOf(log)[6]!.turnId = 'a-t9')],
    [
      'an acknowledged message that is not stored',
      ['lost', 'unanswered'],
      (log) => log.acknowledged.push({ clientMessageId: 'm9', attempts: 1 }),
    ],
    ['a message stored twice', ['stored twice'], (log) => log.history.push({ ...log.history[0]!, seq: 5 })],
    ['a hole in the history', ['history gap'], (log) => (log.history[3]!.seq = 5)],
    ['a turn that never ended', ['unanswered', 'untold'], (log) => log.views.map((view) => view.events.pop())],
    [
      'two turns that answered one message',
      ['answered twice', 'two answers', 'unrecorded'],
      (log) =>
        socketOf(log).push(
          { ...socketOf(log)[0]!, seq: 12, id: 'a:12', turnId: 'x' },
          { ...socketOf(log)[3]!, seq: 13, id: 'a:13', turnId: 'x', response: { messageId: 'a-r9', message: '' } },
        ),
    ],
    [
      'a retry that was given another answer',
      ['two answers', 'unrecorded'],
      (log) => log.answers.push({ clientMessageId: 'm1', messageId: 'a-r9', message: '' }),
    ],
    [
      'a reply that is on record twice',
      ['untold'],
      (log) => log.history.push({ ...log.history[3]!, seq: 5, messageId: 'a-r9' }),
    ],
    ['a reply that was told and is not on record', ['unrecorded'], (log) => log.history.pop()],
    ['a client that was left alone', ['silence'], (log) => (log.waits[0]!.at[2] = 21_101)],
  ])('finds %s', (_what, rules, doctor) => {
    expect(rulesBroken(doctor)).toEqual(rules);
  });

  it('excuses silence while nobody could have answered, and no more than that', () => {
    const wait = (log: Draft): void => void (log.waits[0]!.at[2] = 31_100);
    expect(rulesBroken(wait, [{ from: 5000, to: 15_000 }])).toEqual([]);
    expect(rulesBroken(wait, [{ from: 5000, to: 14_999 }])).toEqual(['silence']);
  });

  it('counts silences that it was told to allow', () => {
    const log = soundLog('a');
    log.waits[0]!.at[2] = 31_100;
    const verdict = checkTurns({ logs: [log] as unknown as TurnLog[], longestSilenceMs: 40_000 });
    expect([verdict.findings, verdict.counts.longSilences]).toEqual([[], 1]);
  });

  it('forgets what a turn told before it replaced it', () => {
    const replaced = (log: Draft): void => {
      socketOf(log)[2]!.delta = 'something else';
      socketOf(log)[1] = { ...socketOf(log)[2]!, seq: 2, id: 'a:2' };
      socketOf(log)[2] = { ...socketOf(log)[2]!, delta: markerOf('a'), replace: true };
    };
    expect(rulesBroken(replaced)).toEqual([]);
  });

  it('lets the stream of one turn leave out what others tell, and nothing else', () => {
    const post =
      (seqs: number[], turnId = 'a-t1') =>
      (log: Draft) => {
        const events = socketOf(log).filter(({ seq }) => seqs.includes(seq as number));
        log.views.push({ name: 'post', after: 0, turnId, events });
      };
    expect(rulesBroken(post([1, 3, 4]))).toEqual([]);
    expect(rulesBroken(post([1, 3, 4, 5]))).toEqual(['foreign']);
    expect(rulesBroken(post([1, 4]))).toEqual(['wording']);
  });

  it('lets the stream of one turn end with a failure that takes no number, and nobody else', () => {
    const failure = (seq: number): Json => ({ ...socketOf(soundLog('a'))[6]!, seq, fromSeq: seq + 1, id: `a:${seq}` });
    const post = (log: Draft, last: Json): void => {
      const events = [...socketOf(log).slice(4, 6), last];
      log.views.push({ name: 'post', after: 4, turnId: 'a-t2', events });
    };
    expect(
      rulesBroken((log) => {
        post(log, failure(6));
      }),
    ).toEqual([]);
    expect(
      rulesBroken((log) => {
        post(log, failure(5));
      }),
    ).toEqual(['repeat']);
    expect(rulesBroken((log) => socketOf(log).push(failure(11)))).toEqual(['repeat']);
  });

  it('goes on after a reset from where the server said', () => {
    const reset = (log: Draft): void => void socketOf(log).splice(1, 4, { type: 'reset', lastSeq: 5 });
    expect(rulesBroken(reset)).toEqual([]);
    const short = (log: Draft): void => void socketOf(log).splice(1, 4, { type: 'reset', lastSeq: 4 });
    expect(rulesBroken(short)).toEqual(['gap']);
  });

  it('asks the history for what was told while views were reset', () => {
    const blind = (log: Draft): void => {
      for (const view of log.views) view.events = [{ type: 'reset', lastSeq: 11 }];
    };
    expect(rulesBroken(blind)).toEqual([]);
    const unanswered = (log: Draft): void => {
      blind(log);
      log.history.pop();
    };
    expect(rulesBroken(unanswered)).toEqual(['unanswered']);
  });
});
