import { describe, expect, it } from '@jest/globals';
import { summarise } from './summarise.js';

describe('summarise', () => {
  it('keeps the beginning of what was said, without markers and courtesy, after what was summarised before', () => {
    const summary = summarise({
      summary: 'Customer: My kettle is the K-200.',
      lines: [
        { role: 'customer', text: 'Thanks!' },
        { role: 'customer', text: 'How long is the warranty? I have the receipt. It is from May.' },
        { role: 'agent', text: 'The warranty lasts two years [1]. Keep the receipt [2].' },
        { role: 'system', text: 'The session was resumed by the system.' },
        { role: 'human', text: 'I sent you a new lid.' },
      ],
    });
    expect(summary.split('\n')).toEqual([
      'Customer: My kettle is the K-200.',
      'Customer: How long is the warranty? I have the receipt.',
      'Answer: The warranty lasts two years.',
      'Colleague: I sent you a new lid.',
    ]);
  });

  it('stays bounded however long the conversation gets, and gives up answers before questions, and questions before what the customer said', () => {
    let summary: string | null = 'Customer: My kettle is the K-200.';
    for (let round = 0; round < 5; round += 1) {
      const lines = [
        { role: 'customer' as const, text: `Question ${round}: which lid fits my kettle in the kitchen?` },
        { role: 'agent' as const, text: 'A long answer about lids. '.repeat(20) },
      ];
      summary = summarise({ summary, lines: [...lines, ...lines] });
    }
    expect(summary.length).toBeLessThanOrEqual(1200);
    expect(summary).toContain('Customer: My kettle is the K-200.');
    expect(summary).toContain('Question 4');
    for (let round = 0; round < 60; round += 1) {
      summary = summarise({
        summary,
        lines: [{ role: 'customer', text: `Line ${round} of a very long story of mine.` }],
      });
    }
    expect(summary.length).toBeLessThanOrEqual(1200);
    expect(summary).toContain('Line 59');
  });
});
