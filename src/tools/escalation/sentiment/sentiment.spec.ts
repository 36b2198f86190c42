import { sentimentOf } from './sentiment.js';

describe('sentimentOf', () => {
  it.each([
    'I hate this, it is the worst app ever',
    'Still no reply after three weeks',
    'Nobody answers, I have been on hold for 2 hours',
    'This is so frustrating',
    'Thanks for nothing',
    'Great job losing my suitcase',
    'Love waiting in line for two hours',
    'Why is it broken every single time?!',
    'so disappointed right now',
  ])('hears anger in: %s', (text) => {
    expect(sentimentOf(text)).toMatchObject({ label: 'negative' });
    expect(sentimentOf(text).score).toBeLessThan(0);
  });

  it.each([
    'Thank you so much, you made my day',
    'I love the new app!',
    'Excellent service, very friendly crew',
    'awesome, works perfectly',
    'Great job everybody :)',
  ])('hears joy in: %s', (text) => {
    expect(sentimentOf(text)).toMatchObject({ label: 'positive' });
  });

  it.each([
    'I have a problem with error 504',
    'How do I cancel my order?',
    'please help me with the support form',
    'My card was blocked, what is the fee for a new one?',
    'I lost my password',
    'What time do you open?',
    'I would like to change my plan',
    'issue with the alert settings',
    '',
    '@shop https://shop.example #help',
  ])('hears neither in: %s', (text) => {
    expect(sentimentOf(text)).toMatchObject({ label: 'neutral' });
  });

  it('is surer of what is stressed', () => {
    const [plain, loud] = ['the delivery was horrible', 'the delivery was HORRIBLE!!!'].map(
      (text) => sentimentOf(text).score,
    );
    expect(loud!).toBeLessThan(plain!);
  });

  it('stays between -1 and 1 for a flood', () => {
    expect(sentimentOf('awful horrible hate '.repeat(5_000)).score).toBeGreaterThanOrEqual(-1);
    expect(sentimentOf('love awesome great '.repeat(5_000)).score).toBeLessThanOrEqual(1);
  });
});
