import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Passage } from '../../knowledge/passage.js';
import { LinkGuard } from './link-guard.js';
import { allowedLinks } from './links.js';

function page(content: string, documentId = 'doc_1', url: string | null = null): Passage {
  const position = { start: 0, end: content.length };
  return {
    documentId,
    chunkId: 'c',
    title: 'T',
    content,
    heading: null,
    score: 1,
    url,
    source: null,
    metadata: {},
    position,
  };
}

const PAGES = [
  page(
    'Track it at https://shop.example/track?id=1 or on www.shop.example. Write to help@shop.example.',
    'doc_1',
    'https://shop.example/shipping',
  ),
  page('My file says https://file.example/x', 'att_1'),
];

function guarded(text: string): string {
  const guard = new LinkGuard(allowedLinks(PAGES));
  return guard.push(text) + guard.end();
}

describe('LinkGuard', () => {
  it.each([
    'See https://shop.example/track?id=1.',
    'See http://www.shop.example/shipping/ for more.',
    'Go to shop.example, then press Track.',
    'See [the page](https://shop.example/shipping) [1].',
    'Write to [us](mailto:help@shop.example) or to ann@home.example.',
    'Refunds take 5 days [1]. The fee is 4.50 (e.g. for returns) [2](see below).',
    'Press Settings.Then choose a/b or and/or, version 3.2, at 9:00: done...',
    'Use <your order number> where x < 5 and y > 3; node.js works.',
  ])('keeps %s', (text) => {
    expect(guarded(text)).toBe(text);
  });

  it.each([
    ['See https://evil.example/a?q=1, please.', 'See , please.'],
    ['See https://shop.example/track?id=1&leak=ann for it', 'See  for it'],
    ['Go to evil.example now', 'Go to  now'],
    ['Go to www.evil.xyz/path!', 'Go to !'],
    ['See [the page](https://evil.example) [1].', 'See the page [1].'],
    ['See [https://evil.example](https://evil.example "title")', 'See '],
    ['Ok [1](https://evil.example/x)', 'Ok [1]'],
    ['An image ![alt](https://shop.example/shipping)!', 'An image !!'],
    ['<a href="https://evil.example">press</a>', 'press'],
    ['<img src=x onerror=alert(1)> hello', ' hello'],
    ['Open <https://evil.example/a>', 'Open '],
    ['Run javascript:alert(1) now', 'Run (1) now'],
    ['Open data:text/html;base64,AAAA', 'Open '],
    ['Call //evil.example/x', 'Call '],
    ['Try 10.0.0.1:8080/x', 'Try '],
    ['Press [this](javascript:alert(1))', 'Press this'],
    ['My file: https://file.example/x', 'My file: '],
    ['请看https://evil.example/a。谢谢', '请看。谢谢'],
    ['see `https://evil.example`', 'see ``'],
  ])('cleans %s', (text, cleaned) => {
    expect(guarded(text)).toBe(cleaned);
  });

  it('tells text without link-like characters at once', () => {
    const guard = new LinkGuard(new Set());
    for (const delta of ['Ref', 'unds take ', '5 days [1]', ' — really', '!\n- yes', ' (about) ']) {
      expect(guard.push(delta)).toBe(delta);
    }
  });

  it('tells a citation at once and a full stop with the next delta', () => {
    const guard = new LinkGuard(new Set());
    expect(guard.push('days [1]')).toBe('days [1]');
    expect(guard.push('.')).toBe('');
    expect(guard.push(' Next')).toBe('. Next');
  });

  it('cleans a text the same however it is cut, but for words told before', () => {
    const texts = [
      'See https://shop.example/track?id=1 [1], not [evil](https://evil.example/x) or ![i](https://evil.example).',
      'Go to shop.example. Write <b>now</b> <a href="https://evil.example">x</a> [2](see it).',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 60 }),
        (text, cuts) => {
          const guard = new LinkGuard(allowedLinks(PAGES));
          let at = 0;
          let out = '';
          for (const cut of cuts) {
            out += guard.push(text.slice(at, at + cut));
            at += cut;
          }
          out += guard.push(text.slice(at)) + guard.end();
          expect(out).toBe(guarded(text));
        },
      ),
    );
  });

  it('never lets a foreign link out, however it is cut', () => {
    const part = fc.constantFrom(
      'https',
      '://',
      'evil',
      '.example',
      '/x',
      ' ',
      '[',
      ']',
      '(',
      ')',
      '!',
      '<',
      '>',
      'a',
      '.',
      'www',
      '\n',
      '[1]',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 24 }), (parts) => {
        const guard = new LinkGuard(allowedLinks(PAGES));
        const out = parts.map((each) => guard.push(each)).join('') + guard.end();
        expect(out).not.toMatch(/https?:\/\/evil|(?<![\w@.-])evil\.example(?![\w@.-])/);
      }),
      { numRuns: 2000 },
    );
  });
});
