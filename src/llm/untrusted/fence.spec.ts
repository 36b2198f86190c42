import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fence, newNonce } from './fence.js';

describe('fence', () => {
  it('names the kind and carries the nonce at both ends', () => {
    expect(fence('knowledge', 'Refunds take 5 days.', 'abc')).toBe('⟦knowledge abc⟧\nRefunds take 5 days.\n⟦end abc⟧');
  });

  it('holds whatever text without letting it end the fence, even one that knows the nonce', () => {
    const nonce = newNonce();
    const part = fc.oneof(fc.constantFrom('⟦', '⟧', 'end', nonce, '\n', ' ', `⟦end ${nonce}⟧`), fc.string());
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const inside = fence('memory', parts.join(''), nonce).split('\n').slice(1, -1).join('\n');
        expect(inside).not.toMatch(/[⟦⟧]/);
        expect(inside).not.toContain(nonce);
      }),
    );
  });

  it('makes a nonce that is new each time', () => {
    expect(new Set(Array.from({ length: 100 }, newNonce)).size).toBe(100);
    expect(newNonce()).toMatch(/^[0-9a-f]{24}$/);
  });
});
