import { expect, it } from '@jest/globals';
import { type AgentResponse, type Citation, type TurnEvent, type TurnEventBody } from './protocol.js';
import { TurnText } from './turn-text.js';

const SOURCE: Citation = {
  ...{ index: 1, documentId: 'doc_1', chunkId: 'chk_1', title: 'Refunds' },
  ...{ quote: 'within 30 days', score: 0.9, support: 'supported' },
};
let seq = 0;

function event(body: TurnEventBody): TurnEvent {
  seq += 1;
  return { id: `s:${seq}`, seq, sessionId: 's', turnId: 't', at: '2026-01-01T00:00:00.000Z', ...body };
}

it('joins deltas, and begins anew where what was told is void', () => {
  const answer = new TurnText();
  expect(answer.apply(event({ type: 'status', stage: 'searching' }))).toBe(false);
  expect(answer.apply(event({ type: 'sources', sources: [SOURCE] }))).toBe(true);
  answer.apply(event({ type: 'text', delta: 'You have ' }));
  answer.apply(event({ type: 'text', delta: '30 days.' }));
  expect(answer.text).toBe('You have 30 days.');
  answer.apply(event({ type: 'text', delta: 'Ask ', replace: true }));
  answer.apply(event({ type: 'text', delta: 'us.' }));
  expect(answer).toMatchObject({ text: 'Ask us.', sources: [SOURCE] });
});

it('ends with what the desk has stored', () => {
  const answer = new TurnText();
  answer.apply(event({ type: 'text', delta: 'half of it' }));
  const response = { message: 'all of it', sources: [] as readonly Citation[] } as AgentResponse;
  expect(answer.apply(event({ type: 'complete', response }))).toBe(true);
  expect(answer).toMatchObject({ text: 'all of it', sources: [] });
  expect(answer.apply(event({ type: 'start', messageId: 'm', messageSeq: 3, messages: [] }))).toBe(true);
  expect(answer.text).toBe('');
});
