import { describe, expect, it } from '@jest/globals';
import { type AttachmentCase } from './attachment-case.js';
import { judgeCase } from './judge-case.js';

const text: AttachmentCase = {
  file: 'a.pdf',
  kind: 'pdf',
  expect: 'text',
  mustInclude: ['order 4711'],
  mustNotInclude: ['secret'],
};

describe('judgeCase', () => {
  it('compares text as one line', () => {
    expect(judgeCase(text, { text: 'Your order\n  4711' })).toBeUndefined();
    expect(judgeCase(text, { text: 'Your order 471' })).toBe('lacks "order 4711"');
    expect(judgeCase(text, { text: 'order 4711 secret' })).toBe('includes "secret"');
    expect(judgeCase(text, { code: 'attachment_corrupt' })).toBe('was refused: attachment_corrupt');
  });

  it('asks for the very code of a refusal, and for any of ours from a file that is only to be harmless', () => {
    const scan: AttachmentCase = { ...text, expect: 'no_text' };
    expect(judgeCase(scan, { code: 'attachment_no_text' })).toBeUndefined();
    expect(judgeCase(scan, { code: 'attachment_empty' })).toContain('attachment_empty');
    expect(judgeCase(scan, { text: 'x' })).toContain('was read');
    expect(judgeCase({ ...text, expect: 'safe' }, { code: 'attachment_type_unsupported' })).toBeUndefined();
    expect(judgeCase({ ...text, expect: 'safe' }, { code: 'ENOENT' })).toContain('ENOENT');
  });
});
