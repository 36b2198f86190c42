import { describe, expect, it } from '@jest/globals';
import { conversationStatusOf, isDone, mayMove, TICKET_STATUSES } from './ticket-status.js';

describe('the status of a ticket', () => {
  it.each([
    ['new', ['open', 'pending', 'on_hold', 'solved']],
    ['open', ['pending', 'on_hold', 'solved']],
    ['pending', ['open', 'on_hold', 'solved']],
    ['on_hold', ['open', 'pending', 'solved']],
    ['solved', ['open', 'closed']],
    ['closed', []],
  ] as const)('moves from %s to %j', (from, to) => {
    expect(TICKET_STATUSES.filter((status) => mayMove(from, status))).toEqual(to);
  });

  it('is shown in the conversation', () => {
    expect(TICKET_STATUSES.map((status) => [status, isDone(status), conversationStatusOf(status)])).toEqual([
      ['new', false, 'open'],
      ['open', false, 'open'],
      ['pending', false, 'pending'],
      ['on_hold', false, 'pending'],
      ['solved', true, 'resolved'],
      ['closed', true, 'resolved'],
    ]);
  });
});
