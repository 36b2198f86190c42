import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { base64Text } from './base64-text.js';

describe('base64Text', () => {
  it('makes the same of bytes however they come', async () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 7 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(pieces, async (chunks) => {
        const buffers = chunks.map((chunk) => Buffer.from(chunk));
        const text = await Array.fromAsync(base64Text(Readable.from(buffers)));
        expect(text.join('')).toBe(Buffer.concat(buffers).toString('base64'));
      }),
    );
  });
});
