import { describe, expect, it } from '@jest/globals';
import { clientFamily } from './fingerprint-client.js';

const CASES: [family: string, userAgent: string][] = [
  [
    'chrome/windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  ],
  [
    'edge/windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.3485.54',
  ],
  [
    'opera/macos',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 OPR/122.0.0.0',
  ],
  [
    'safari/macos',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
  ],
  [
    'safari/ios',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
  ],
  [
    'chrome/ios',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.7339.39 Mobile/15E148 Safari/604.1',
  ],
  [
    'samsung/android',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
  ],
  [
    'chrome/android',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  ],
  ['firefox/linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'],
  [
    'chrome/chromeos',
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  ],
  ['curl/other', 'curl/8.14.1'],
  ['okhttp/other', 'okhttp/4.12.0'],
  ['shopapp/ios', 'ShopApp/3.1 (iPhone; iOS 18.6)'],
  ['/other', '(nothing but a comment)'],
  ['', ''],
];

describe('clientFamily', () => {
  it.each(CASES)('%s', (family, userAgent) => {
    expect(clientFamily(userAgent)).toBe(family);
  });

  it.each(CASES)('%s stays what it is when its versions change', (family, userAgent) => {
    const updated = userAgent.replace(/(?<=[/_. :])\d+/g, (version) => String(Number(version) + 1));
    expect(clientFamily(updated)).toBe(family);
  });

  it('takes a user agent of any length in one pass', () => {
    expect(clientFamily('A'.repeat(1_000_000))).toBe(`${'a'.repeat(64)}/other`);
  });
});
