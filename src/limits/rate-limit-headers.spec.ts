import { describe, expect, it } from '@jest/globals';
import { rateLimitHeaders } from './rate-limit-headers.js';
import { type Standing } from './rate-counters.js';

const message: Standing = {
  policy: { name: 'message', quota: 60, windowMs: 60_000 },
  caller: 'ses_1',
  granted: true,
  remaining: 59,
  resetMs: 41_200,
};
const address: Standing = {
  policy: { name: 'message-address', quota: 1200, windowMs: 60_000 },
  caller: '203.0.113.9',
  granted: true,
  remaining: 700,
  resetMs: 100,
};

describe('rateLimitHeaders', () => {
  it('tell one budget', () => {
    expect(rateLimitHeaders([message])).toEqual({
      'RateLimit-Policy': '"message";q=60;w=60',
      RateLimit: '"message";r=59;t=42',
    });
  });

  it('tell every policy, and how the one with the least left stands', () => {
    expect(rateLimitHeaders([address, message])).toEqual({
      'RateLimit-Policy': '"message-address";q=1200;w=60, "message";q=60;w=60',
      RateLimit: '"message";r=59;t=42',
    });
    expect(rateLimitHeaders([message, { ...address, remaining: 3 }]).RateLimit).toBe('"message-address";r=3;t=1');
  });

  it('tell the budget that refused, also when another has nothing left either', () => {
    const last = { ...message, remaining: 0 };
    const refused = { ...address, remaining: 0, granted: false };
    expect(rateLimitHeaders([last, refused]).RateLimit).toBe('"message-address";r=0;t=1');
    expect(rateLimitHeaders([refused, last]).RateLimit).toBe('"message-address";r=0;t=1');
  });
});
