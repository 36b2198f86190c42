import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { displayFilename } from './display-filename.js';

describe('displayFilename', () => {
  it.each([
    ['invoice.pdf', 'invoice.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\Ada\\scan 1.pdf', 'scan 1.pdf'],
    ['Rechnung März.pdf', 'Rechnung März.pdf'],
    ['請求書.pdf', '請求書.pdf'],
    ['evil\u202egpj.exe', 'evil gpj.exe'],
    ['a\u0000b\r\nc.txt', 'a b c.txt'],
    ['  a   b.txt ', 'a b.txt'],
    ['', 'file'],
    ['..', 'file'],
    ['/', 'file'],
    ['\u200b\u200b', 'file'],
    ['\ud800.txt', '\ufffd.txt'],
  ])('%j is shown as %j', (name, shown) => {
    expect(displayFilename(name)).toBe(shown);
  });

  it('keeps the extension of a long name', () => {
    const shown = displayFilename(`${'long '.repeat(100)}.pdf`);
    expect(shown).toHaveLength(200);
    expect(shown).toMatch(/^long long .*….pdf$/);
    expect(displayFilename(`x.${'y'.repeat(300)}`)).toHaveLength(200);
  });

  it('is short, visible, well-formed and no path, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const shown = displayFilename(name);
        expect(shown.length).toBeGreaterThan(0);
        expect(shown.length).toBeLessThanOrEqual(200);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});
