import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';

describe('the grounding configuration', () => {
  it('keeps answers from 0.6 on unless told otherwise', () => {
    expect(loadConfig({}).grounding).toEqual({ threshold: 0.6 });
    expect(loadConfig({ GROUNDING_THRESHOLD: '0.85' }).grounding).toEqual({ threshold: 0.85 });
    expect(loadConfig({ GROUNDING_THRESHOLD: '0' }).grounding).toEqual({ threshold: 0 });
    expect(loadConfig({ GROUNDING_THRESHOLD: '1' }).grounding).toEqual({ threshold: 1 });
  });

  it.each(['1.5', '-1', '60%', 'high', '0,6'])('refuses %s', (threshold) => {
    expect(() => loadConfig({ GROUNDING_THRESHOLD: threshold })).toThrow('must be a number from 0 to 1');
  });
});
