import { describe, expect, it } from '@jest/globals';
import { fillPrompt, loadPrompt, parsePrompt } from './prompt-document.js';

const DOCUMENT = '---\nname: answer\nversion: 12\n---\n\n# Role\n\nUse {{nonce}}.\n';

describe('A prompt', () => {
  it('is read from its document', () => {
    expect(parsePrompt(DOCUMENT)).toEqual({ id: 'answer@12', text: '# Role\n\nUse {{nonce}}.' });
    expect(parsePrompt(DOCUMENT.replaceAll('\n', '\r\n')).id).toBe('answer@12');
  });

  it.each([
    ['front matter', 'Just text'],
    ['a version', DOCUMENT.replace('version: 12', '')],
    ['a name', DOCUMENT.replace('name: answer', 'name: Answer!')],
    ['a text', '---\nname: answer\nversion: 1\n---\n\n'],
  ])('is refused without %s', (_name, document) => {
    expect(() => parsePrompt(document)).toThrow('needs a name, a version and a text');
  });

  it('is filled, and never sent with a placeholder left open', () => {
    expect(fillPrompt(parsePrompt(DOCUMENT), { nonce: 'abc' })).toBe('# Role\n\nUse abc.');
    expect(() => fillPrompt(parsePrompt(DOCUMENT), {})).toThrow('answer@12 has no value for nonce');
  });
});

describe('The prompt of answers', () => {
  it('loads, has nothing but the nonce to fill, and names the calls that decide', () => {
    const prompt = loadPrompt('answer');
    expect(prompt.id).toMatch(/^answer@\d+$/);
    const filled = fillPrompt(prompt, { nonce: 'abc' });
    for (const word of ['cannot_answer', 'needs_person', '⟦kind abc⟧', '⟦end abc⟧']) expect(filled).toContain(word);
  });
});
