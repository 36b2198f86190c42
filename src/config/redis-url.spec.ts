import { describe, expect, it } from '@jest/globals';
import { parseRedisUrl } from './redis-url.js';

const here = { host: 'h', port: 6379 };

describe('parseRedisUrl', () => {
  it.each([
    ['redis://h', { topology: 'standalone', nodes: [here], db: 0, tls: false }],
    ['rediss://h:1/15', { topology: 'standalone', nodes: [{ host: 'h', port: 1 }], db: 15, tls: true }],
    ['redis://[::1]:7000', { topology: 'standalone', nodes: [{ host: '::1', port: 7000 }], db: 0, tls: false }],
    [
      'redis://ada:p%40%3A%2Fss@h',
      { topology: 'standalone', nodes: [here], username: 'ada', password: 'p@:/ss', db: 0, tls: false },
    ],
    ['redis://:a:b@h', { topology: 'standalone', nodes: [here], password: 'a:b', db: 0, tls: false }],
    ['redis://ada@h', { topology: 'standalone', nodes: [here], username: 'ada', db: 0, tls: false }],
    [
      'rediss+sentinel://:pw@a,b:26380/desk-1/3',
      {
        topology: 'sentinel',
        nodes: [
          { host: 'a', port: 26_379 },
          { host: 'b', port: 26_380 },
        ],
        sentinelName: 'desk-1',
        password: 'pw',
        db: 3,
        tls: true,
      },
    ],
    [
      'redis+cluster://10.0.0.1:7000,10.0.0.2/0',
      {
        topology: 'cluster',
        nodes: [
          { host: '10.0.0.1', port: 7000 },
          { host: '10.0.0.2', port: 6379 },
        ],
        db: 0,
        tls: false,
      },
    ],
  ])('reads %s', (url, target) => {
    expect(parseRedisUrl(url)).toEqual(target);
  });

  it.each([
    'h:6379',
    'http://h',
    'redis+other://h',
    'redis://',
    'redis://h:0',
    'redis://h:65536',
    'redis://h/x',
    'redis://h/-1',
    'redis://h/0/1',
    'redis://h?db=1',
    'redis://a,b',
    'redis://u:100%@h',
    'redis://u:a/b@h',
    'redis://h h',
    'redis+sentinel://h',
    'redis+sentinel://h/',
    'redis+sentinel://h/a b',
    'redis+cluster://a,,b',
    'redis+cluster://h/1',
  ])('refuses %s', (url) => {
    expect(parseRedisUrl(url)).toBeUndefined();
  });
});
