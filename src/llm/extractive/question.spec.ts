import { readQuestion } from './question.js';

const asked = (text: string): { role: 'customer'; text: string } => ({ role: 'customer', text });

describe('readQuestion', () => {
  it('borrows the subject of the questions before when it has none of its own', () => {
    const { weights } = readQuestion('and how long does that take?', [
      asked('How do I return boots?'),
      { role: 'agent', text: 'Fill the yellow form.' },
    ]);
    expect(weights.get('boot')).toBeGreaterThan(0);
    expect([...weights.keys()]).not.toContain('yellow');
  });

  it('weighs what was asked last more than what was asked before', () => {
    const { weights } = readQuestion('how much is it?', [asked('Do you repair tents?'), asked('Do you sell stoves?')]);
    expect(weights.get('stov')).toBeGreaterThan(weights.get('tent') ?? 0);
  });

  it('stands alone when it names its subject', () => {
    const { weights } = readQuestion('Which payment cards do premium members use?', [asked('Do you sell stoves?')]);
    expect([...weights.keys()]).not.toContain('stov');
  });

  it('weighs names and numbers more, generic verbs less', () => {
    const { weights } = readQuestion('Does the filter fit the Helio X200 and work?', []);
    expect(weights.get('heli')).toBeGreaterThan(weights.get('filt') ?? 9);
    expect(weights.get('filt')).toBeGreaterThan(weights.get('work') ?? 9);
  });

  it('has no subject in a message of stop words', () => {
    expect(readQuestion('what is it?', []).total).toBe(0);
  });
});
