import { type ConversationLine } from '../contract/tool-inputs.js';
import { repeatedFailure } from './repeated-failure.js';

function conversation(...texts: string[]): ConversationLine[] {
  return texts.map((text, index) => ({ role: index % 2 === 0 ? 'customer' : 'agent', text }));
}

describe('repeatedFailure', () => {
  it('sees abstentions in a row from the configured number on', () => {
    const message = 'and the blue one?';
    expect(repeatedFailure({ message, abstentionsInRow: 3 }, 3)).toEqual({
      reason: 'repeated_failure',
      confidence: 0.9,
      evidence: 'abstained_again',
    });
    expect(repeatedFailure({ message, abstentionsInRow: 2 }, 3)).toBeNull();
    expect(repeatedFailure({ message, abstentionsInRow: 1 }, 1)).not.toBeNull();
  });

  it('is surer the more often the same is asked', () => {
    const once = conversation('How do I change the delivery address?', 'Open your orders.');
    const message = 'But how can I change my delivery address';
    expect(repeatedFailure({ message, history: once }, 3)).toMatchObject({
      evidence: 'same_question_again',
      confidence: 0.6,
    });
    const twice = [...once, ...conversation('change delivery address please', 'Open your orders.')];
    expect(repeatedFailure({ message, history: twice }, 3)).toMatchObject({
      evidence: 'same_question_again',
      confidence: 0.85,
    });
  });

  it('is sure when the same is asked again because the answer was none', () => {
    const history = conversation('How do I change the delivery address?', 'Open your orders.');
    const message = "That didn't help. How do I change the delivery address?";
    expect(repeatedFailure({ message, history }, 3)).toMatchObject({
      evidence: 'same_question_again',
      confidence: 0.85,
    });
  });

  it.each([
    "that doesn't help",
    'This is not what I asked',
    "you've already said that",
    'I already tried that',
    'same answer again',
    'you keep sending me the same link',
    "you don't understand",
    "it still doesn't work",
    'I am asking for the third time',
  ])('hears in "%s" that an answer was none, surely when it is said twice', (message) => {
    const history = conversation('My lamp flickers', 'Change the bulb.');
    expect(repeatedFailure({ message, history }, 3)).toMatchObject({ evidence: 'did_not_help', confidence: 0.6 });
    const again = [...history, ...conversation('that did not help me', 'Change the bulb.')];
    expect(repeatedFailure({ message, history: again }, 3)).toMatchObject({ confidence: 0.85 });
    expect(repeatedFailure({ message }, 3)).toBeNull();
  });

  it('sees that a customer sounds worse with every message', () => {
    const history = conversation(
      'Thanks, that was a great start!',
      'Welcome.',
      'Hm, the printer still is not working.',
      'Restart it.',
    );
    const message = 'This is ridiculous, what a useless, horrible joke of a printer!!';
    expect(repeatedFailure({ message, history }, 3)).toMatchObject({ evidence: 'growing_frustration' });
  });

  it('hears no frustration in a calm question about something bad', () => {
    const history = conversation('Great, thanks!', 'Welcome.', 'How do I get a refund?', 'Open your orders.');
    expect(repeatedFailure({ message: 'What about damaged, broken items?', history }, 3)).toBeNull();
    expect(repeatedFailure({ message: 'Why is this so terrible, horrible and USELESS?', history }, 3)).toMatchObject({
      evidence: 'growing_frustration',
    });
  });

  it.each([
    ['another question', 'Which lamps can be dimmed?'],
    ['the same about another thing', 'How long does standard delivery to Norway take?'],
    ['the same about another number', 'How long does standard delivery of order 48213 take?'],
    ['thanks', 'Thank you, that helped'],
    ['a follow-up', 'And what does express delivery cost?'],
    ['one word', 'delivery'],
  ])('sees nothing in %s', (_name, message) => {
    const history = conversation('How long does standard delivery take?', 'Two to four days.');
    expect(repeatedFailure({ message, history }, 3)).toBeNull();
  });

  it('forgets what was asked before a person took part', () => {
    const history: ConversationLine[] = [
      ...conversation('How do I change the address?', 'Open your orders.', 'how do I change the address', 'Open it.'),
      { role: 'human', text: 'I changed it for you.' },
    ];
    expect(repeatedFailure({ message: 'How do I change the address?', history }, 3)).toBeNull();
  });
});
