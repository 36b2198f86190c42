import { type ChatMessage, type TurnEvent } from '@frontdesk/client';
import { describe, expect, it } from '@jest/globals';
import { type ArchivedTurn, eventsOfTurn } from './events-of-turn.js';

const message = (role: ChatMessage['role'], text: string, sources: ChatMessage['sources'] = []): ChatMessage => ({
  ...{ messageId: `msg_${role}`, seq: 1, role, message: text, clientMessageId: null, authorName: null, sources },
  createdAt: '2026-01-01T00:00:00.000Z',
});
const CITATION = {
  ...{ index: 1, documentId: 'd', chunkId: 'c', title: 't', quote: 'q', score: 1 },
  support: 'supported' as const,
};
const RESULT = { confidence: 1, degraded: [], toolsUsed: [] } as unknown as ArchivedTurn['result'];

const TURN: Parameters<typeof eventsOfTurn>[1] = {
  ...{ turnId: 'turn_1', status: 'completed', errorCode: null, firstSeq: 11, lastSeq: 18, decision: 'answer' },
  ...{ result: RESULT, ticketId: null, messageCount: 1, endedAt: new Date(0) },
  asked: [message('customer', 'When do you open?')],
  reply: message('agent', 'At nine [1].', [CITATION]),
};

const brief = (events: readonly TurnEvent[]): unknown[] =>
  events.map((event) => [event.fromSeq ?? event.seq, event.seq, event.type]);

/** Every number after `after` exactly once. */
function expectGapless(events: readonly TurnEvent[], after: number, last: number): void {
  let covered = after;
  for (const event of events) {
    expect(event.fromSeq ?? event.seq).toBe(covered + 1);
    covered = event.seq;
  }
  expect(covered).toBe(last);
}

describe('eventsOfTurn', () => {
  it('tells a whole turn in its numbers, the text in one piece', () => {
    expect(brief(eventsOfTurn('s', TURN, 10))).toEqual([
      [11, 11, 'start'],
      [12, 12, 'sources'],
      [13, 17, 'text'],
      [18, 18, 'complete'],
    ]);
  });

  it('covers what was lost before it', () => {
    expect(brief(eventsOfTurn('s', TURN, 4))[0]).toEqual([5, 11, 'start']);
  });

  it.each([11, 12, 13, 14, 15, 16, 17])('goes on after %i without a gap, with the text as a whole', (after) => {
    const events = eventsOfTurn('s', TURN, after);
    expectGapless(events, after, 18);
    expect(events.at(-1)?.type).toBe('complete');
    const text = events.find(({ type }) => type === 'text');
    if (after < 17) expect(text).toMatchObject({ replace: true, delta: 'At nine [1].' });
  });

  it('tells of a turn that failed', () => {
    const failed = { ...TURN, status: 'failed', errorCode: 'turn_failed', reply: null, result: null } as const;
    const events = eventsOfTurn('s', failed, 10);
    expectGapless(events, 10, 18);
    expect(events.at(-1)).toMatchObject({ type: 'error', error: { code: 'turn_failed', retryable: true } });
    const taken = eventsOfTurn('s', { ...failed, errorCode: 'taken_over_by_human' }, 10);
    expect(taken.at(-1)).toMatchObject({ error: { retryable: false } });
  });

  it('fits into two numbers', () => {
    expectGapless(eventsOfTurn('s', { ...TURN, firstSeq: 17 }, 16), 16, 18);
  });
});
