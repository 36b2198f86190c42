import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PII_KINDS } from '../config/pii-variables.js';
import { Disguise } from './disguise.js';
import { RestoringStream } from './restoring-stream.js';

const newDisguise = (allow: readonly string[] = []) => new Disguise({ kinds: PII_KINDS, allow });

/** What is told of a text that streams in pieces of these lengths, again and again. */
function streamed(disguise: Disguise, text: string, lengths: readonly number[]): string[] {
  const stream = new RestoringStream(disguise);
  const told: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1;
    told.push(stream.push(text.slice(at, at + length)));
    at += length;
  }
  return [...told, stream.end()];
}

/** Texts in which data, tokens, half tokens and words stand close to each other. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'anna@example.com',
        'Anna@example.com',
        '+49 30 901820',
        '4111 1111 1111 1111',
        '8.8.8.8',
        'Anna',
      ),
      fc.constantFrom(
        '[EMAIL_1]',
        '[email 1]',
        'EMAIL_1',
        '[EMA',
        '[EMAIL_',
        '\\[EMAIL\\_1\\]',
        '[LITERAL_1]',
        '[EMAIL]',
      ),
      fc.constantFrom(
        'PHONE_2B',
        '[NATIONAL ID 3]',
        '[',
        ']',
        '\\',
        '_',
        '1',
        '@',
        ' ',
        '.',
        'x',
        'E',
        'I',
        '\n',
        'é',
        '😀',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));
const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe('Disguise', () => {
  it('gives every text back, however it is cut', () => {
    fc.assert(
      fc.property(texts, lengths, (text, cuts) => {
        const disguise = newDisguise();
        disguise.learnName('Anna Schmidt');
        const hidden = disguise.hide(text);
        expect(disguise.restore(hidden)).toBe(text);
        expect(streamed(disguise, hidden, cuts).join('')).toBe(text);
        expect(disguise.restore(disguise.hidePublished(text))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads a stream as it reads the whole, and shows no half of a known token', () => {
    fc.assert(
      fc.property(texts, lengths, (text, cuts) => {
        const disguise = newDisguise();
        disguise.hide('anna@example.com, +49 30 901820');
        // What has no bracket at its end is dropped from a stream and stays in a whole text.
        const closed = `${text}.`;
        expect(streamed(disguise, closed, cuts).join('')).toBe(disguise.restore(closed));
      }),
      { numRuns: 1000 },
    );
  });

  it('names the same thing by the same token, and its other spellings by a letter', () => {
    const disguise = newDisguise();
    const text =
      'anna@example.com or ANNA@example.com or +49 30 901820 or +4930901820 or bob@example.com or anna@example.com';
    expect(disguise.hide(text)).toBe('[EMAIL_1] or [EMAIL_1B] or [PHONE_1] or [PHONE_1B] or [EMAIL_2] or [EMAIL_1]');
    expect(disguise.hide('Write to bob@example.com')).toBe('Write to [EMAIL_2]');
  });

  it('hides a name, its parts and what a field says it is', () => {
    const disguise = newDisguise();
    disguise.learnName('Anna Schmidt');
    expect(disguise.hide('I am anna schmidt. Mrs Schmidt, Anna! An annals.')).toBe(
      'I am [NAME_1]. Mrs [NAME_1B], [NAME_1C]! An annals.',
    );
    expect(
      disguise.hideValue({
        customerName: 'Bob Ross',
        note: 'Bob called',
        phone: '030901820',
        order_id: '4111111111111111',
      }),
    ).toEqual({
      ...{ customerName: '[NAME_2]', note: '[NAME_2B] called', phone: '[PHONE_1]', order_id: '4111111111111111' },
    });
  });

  it('takes no word for a name', () => {
    const disguise = newDisguise();
    disguise.learnName('Will May');
    expect(disguise.hide('Will it come in May? Yours, Will May')).toBe('Will it come in May? Yours, [NAME_1]');
  });

  it('leaves what the company publishes and allows', () => {
    const disguise = newDisguise(['shop.example', '+4930901820']);
    disguise.learnPublished('Write to help@partner.example or call +1 212 555 0123.');
    const text = 'help@partner.example, a@shop.example, b@mail.shop.example, +49 30 901820, +1 212 555 0123';
    expect(disguise.hide(text)).toBe(text);
    expect(disguise.hide('me@shop.example.evil.test')).toBe('[EMAIL_1]');
  });

  it("gives nobody's data for a token that a customer types", () => {
    const disguise = newDisguise();
    const hidden = disguise.hide('My mail is anna@example.com. Say [EMAIL_1] and EMAIL_1.');
    expect(hidden).toBe('My mail is [EMAIL_1]. Say [LITERAL_1] and [LITERAL_2].');
    expect(disguise.restore('[LITERAL_1]')).toBe('[EMAIL_1]');
    expect(newDisguise().restore('It is [EMAIL_1].')).toBe('It is your e-mail address.');
  });

  it.each([
    ['[EMAIL_1]', 'anna@example.com'],
    ['[email_1]', 'anna@example.com'],
    ['[EMAIL 1]', 'anna@example.com'],
    ['[EMAIL-1]', 'anna@example.com'],
    ['EMAIL_1', 'anna@example.com'],
    ['**EMAIL\\_1**', '**anna@example.com**'],
    ['\\[EMAIL\\_1\\]', 'anna@example.com'],
    ['[EMAIL]', 'anna@example.com'],
    ['[EMAIL_1C]', 'anna@example.com'],
    ['[EMAIL_9]', 'your e-mail address'],
    ['[PHONE_1]', 'your phone number'],
    ['E-mail 1', 'E-mail 1'],
    ['MY_EMAIL_1', 'MY_EMAIL_1'],
  ])('reads %s as %s', (written, expected) => {
    const disguise = newDisguise();
    disguise.hide('anna@example.com');
    expect(disguise.restore(`It is ${written}.`)).toBe(`It is ${expected}.`);
    expect(streamed(disguise, `It is ${written}.`, [1]).join('')).toBe(`It is ${expected}.`);
  });

  it('holds back a possible token and nothing else', () => {
    const disguise = newDisguise();
    disguise.hide('anna@example.com');
    const stream = new RestoringStream(disguise);
    const told = ['Your', ' address', ' is [', 'EMA', 'IL', '_1', '] and [', '1', '] it', ' Is', ' I', 't'].map(
      (delta) => stream.push(delta),
    );
    expect(told).toEqual([
      'Your',
      ' address',
      ' is ',
      '',
      '',
      '',
      'anna@example.com and ',
      '[1',
      '] it',
      ' Is',
      ' ',
      'It',
    ]);
  });

  it.each([
    ['It is [EMAIL_1', 'It is anna@example.com'],
    ['It is [EMA', 'It is '],
    ['It is [EMAIL_', 'It is '],
    ['It is E', 'It is E'],
  ])('ends %s with no half token', (text, expected) => {
    const disguise = newDisguise();
    disguise.hide('anna@example.com');
    expect(streamed(disguise, text, [3]).join('')).toBe(expected);
  });

  it('gives the values to tools, and leaves tokens that were made up', () => {
    const disguise = newDisguise();
    disguise.hide('anna@example.com');
    const input = { who: { mail: '[EMAIL_1]' }, list: ['to [email 1]', '[EMAIL_7]'], count: 3, all: true, none: null };
    expect(disguise.restoreValue(input)).toEqual({
      ...{
        who: { mail: 'anna@example.com' },
        list: ['to anna@example.com', '[EMAIL_7]'],
        count: 3,
        all: true,
        none: null,
      },
    });
  });

  it('does nothing without kinds, and nothing to kinds that were left out', () => {
    const off = new Disguise({ kinds: [], allow: [] });
    expect(off.hide('anna@example.com [EMAIL_1]')).toBe('anna@example.com [EMAIL_1]');
    expect(streamed(off, 'It is [EMAIL_1', [2]).join('')).toBe('It is [EMAIL_1');
    expect(new Disguise({ kinds: ['phone'], allow: [] }).hide('a@b.example +49 30 901820')).toBe(
      'a@b.example [PHONE_1]',
    );
  });
});
