import { readingsOf } from './readings.js';

const asked = (text: string): { role: 'customer'; text: string } => ({ role: 'customer', text });

/** The stems of each reading. */
function stems(text: string, before: readonly string[] = []): string[][] {
  return readingsOf(text, before.map(asked)).map(({ subject }) => [...subject.keys()]);
}

describe('readingsOf', () => {
  it('reads a question that names its subject once', () => {
    expect(stems('Which payment cards do premium members use?', ['Do you sell stoves?'])).toHaveLength(1);
  });

  it('reads a short question with the subject of the one before, and alone', () => {
    expect(stems('how much is premium?', ['Do you sell stoves?'])).toEqual([['premium', 'sell', 'stov'], ['premium']]);
  });

  it('never reads a question without a subject alone', () => {
    expect(stems('and how long does that take?', ['Do you sell stoves?'])).toHaveLength(1);
  });

  it('reads what a story asks without the story', () => {
    const [, ...parts] = stems(
      'My jacket is too small. Could you tell me whether I can exchange it? Greetings from Oslo!',
    );
    expect(parts).toEqual([['exchang']]);
  });

  it('reads an empty message', () => {
    expect(stems('')).toEqual([[]]);
  });
});
