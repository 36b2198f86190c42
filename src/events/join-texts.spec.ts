import { describe, expect, it } from '@jest/globals';
import { said, text } from '../../test/contracts/event-log-fixtures.js';
import { joinTexts } from './join-texts.js';
import { firstSeqOf, type NewEvent, numbered, type SessionEvent } from './session-event.js';

const numberAll = (events: readonly NewEvent[]): SessionEvent[] =>
  events.map((event, index) => numbered('s', index + 1, event));

const replacing = (delta: string): NewEvent => ({ ...text(delta), type: 'text', delta, replace: true }) as NewEvent;

describe('joined texts', () => {
  it('stand for the texts of a turn that follow each other', () => {
    const joined = joinTexts(numberAll([said('hi'), text('a'), text('b'), text('c'), said('bye'), text('d')]));
    expect(joined.map((event) => [firstSeqOf(event), event.seq, event.type])).toEqual([
      [1, 1, 'message.created'],
      [2, 4, 'text'],
      [5, 5, 'message.created'],
      [6, 6, 'text'],
    ]);
    expect(joined[1]).toMatchObject({ id: 's:4', delta: 'abc', turnId: 'turn_1' });
    expect(joined[1]).not.toHaveProperty('replace');
  });

  it('are of one turn', () => {
    const joined = joinTexts(numberAll([text('a'), text('b'), text('c', 'turn_2'), text('d', 'turn_2')]));
    expect(joined).toMatchObject([
      { delta: 'ab', turnId: 'turn_1', fromSeq: 1, seq: 2 },
      { delta: 'cd', turnId: 'turn_2', fromSeq: 3, seq: 4 },
    ]);
  });

  it('hold nothing that was taken back, and say that it was', () => {
    const events = [text('wrong '), text('words'), replacing('right '), text('ones')];
    expect(joinTexts(numberAll(events))).toMatchObject([{ delta: 'right ones', replace: true, fromSeq: 1, seq: 4 }]);
  });

  it('stay within 64 KB of JSON each, and lose nothing', () => {
    const deltas = Array.from({ length: 300 }, (_, n) => `${n} ${'"\u0001€'.repeat(100)}`);
    const joined = joinTexts(numberAll(deltas.map((delta) => text(delta))));
    expect(joined.length).toBeGreaterThan(1);
    expect(joined.length).toBeLessThan(10);
    for (const event of joined) expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(64 * 1024);
    expect(joined.map((event) => (event.type === 'text' ? event.delta : '')).join('')).toBe(deltas.join(''));
    expect(joined.map((event) => firstSeqOf(event))).toEqual([1, ...joined.slice(0, -1).map(({ seq }) => seq + 1)]);
  });
});
