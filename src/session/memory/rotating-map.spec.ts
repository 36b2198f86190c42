import { describe, expect, it } from '@jest/globals';
import { RotatingMap } from './rotating-map.js';

describe('RotatingMap', () => {
  it('keeps an entry for a whole period from any moment, and for two at most', () => {
    for (const at of [0, 1, 500, 999]) {
      const map = new RotatingMap<string>(1000);
      map.set('k', 'v', at);
      expect(map.get('k', at + 1000)).toBe('v');
      expect(map.get('k', at + 2000)).toBeUndefined();
    }
  });

  it('forgets everything over a long silence', () => {
    const map = new RotatingMap<string>(1000);
    map.set('k', 'v', 0);
    expect(map.get('k', 1e6)).toBeUndefined();
    expect(map.get('k', 1e6 + 1000)).toBeUndefined();
  });

  it('prefers what was set last, and counts the running period only', () => {
    const map = new RotatingMap<string>(1000);
    map.set('k', 'old', 0);
    map.set('k', 'new', 1000);
    expect(map.get('k', 1999)).toBe('new');
    map.set('other', 'v', 1999);
    expect(map.currentSize(1999)).toBe(2);
    expect(map.currentSize(2000)).toBe(0);
    expect(map.get('other', 2000)).toBe('v');
  });

  it('is not confused by a clock that steps back', () => {
    const map = new RotatingMap<string>(1000);
    map.set('k', 'v', 5000);
    expect(map.get('k', 3000)).toBe('v');
    expect(map.get('k', 5500)).toBe('v');
  });
});
