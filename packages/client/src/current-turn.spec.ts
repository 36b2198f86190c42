import { expect, it } from '@jest/globals';
import { CurrentTurn } from './current-turn.js';
import { type TurnEvent, type TurnEventBody } from './protocol.js';

function event(turnId: string, seq: number, body: Partial<TurnEventBody>, fromSeq?: number): TurnEvent {
  const envelope = {
    id: `s:${seq}`,
    seq,
    sessionId: 's',
    turnId,
    at: '',
    ...(fromSeq === undefined ? {} : { fromSeq }),
  };
  return { ...envelope, ...body } as TurnEvent;
}

it('says to resume before an answer under way, and behind one that ended', () => {
  const turn = new CurrentTurn();
  expect(turn.resumeSeq(0)).toBe(0);
  turn.take(event('t1', 5, { type: 'start' }));
  turn.take(event('t1', 9, { type: 'text', delta: 'a' }, 6));
  expect(turn.resumeSeq(9)).toBe(4);
  turn.take(event('t1', 10, { type: 'complete' }));
  expect(turn.resumeSeq(10)).toBe(10);
});

it('takes a turn that never ended for over when the next one begins, or when it is told so', () => {
  const turn = new CurrentTurn();
  turn.take(event('t1', 1, { type: 'start' }));
  turn.take(event('t2', 7, { type: 'start' }));
  expect(turn.resumeSeq(7)).toBe(6);
  turn.end();
  expect(turn.resumeSeq(8)).toBe(8);
});

it('remembers the events of the last turn alone', () => {
  const turn = new CurrentTurn();
  const first = event('t1', 1, { type: 'start' });
  const second = event('t2', 2, { type: 'start' });
  turn.take(first);
  expect(turn.eventsOf('t1')).toEqual([first]);
  turn.take(second);
  expect(turn.eventsOf('t1')).toEqual([]);
  expect(turn.eventsOf('t2')).toEqual([second]);
});
