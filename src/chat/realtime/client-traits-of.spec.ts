import { type IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { clientTraitsOf } from './client-traits-of.js';

const request = (headers: Record<string, string>): IncomingMessage =>
  ({ headers, socket: { remoteAddress: '10.0.0.1' } }) as unknown as IncomingMessage;

describe('the traits of a client that connects', () => {
  const proxied = request({ 'user-agent': 'Shop/1.0', 'x-forwarded-for': '203.0.113.9, 198.51.100.2 ,10.0.0.2' });

  it.each([
    [0, '10.0.0.1'],
    [1, '10.0.0.2'],
    [2, '198.51.100.2'],
    [3, '203.0.113.9'],
    [9, '203.0.113.9'],
  ])('name the address that %d proxies vouch for', (trustProxy, address) => {
    expect(clientTraitsOf(proxied, trustProxy)).toEqual({ userAgent: 'Shop/1.0', address });
  });

  it('are empty where nothing is known', () => {
    expect(clientTraitsOf(request({ 'x-forwarded-for': '' }), 1)).toEqual({ userAgent: '', address: '10.0.0.1' });
  });
});
