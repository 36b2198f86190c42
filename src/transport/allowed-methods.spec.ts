import { describe, expect, it } from '@jest/globals';
import { allowedMethods } from './allowed-methods.js';

describe('allowedMethods', () => {
  it.each([
    ['/', ['GET', 'HEAD']],
    ['/health', ['GET', 'HEAD']],
    ['/api/v1/sessions', ['POST', 'GET', 'HEAD']],
    ['/api/v1/sessions/', ['POST', 'GET', 'HEAD']],
    ['/api/v1/sessions/a%2Fb', ['GET', 'HEAD', 'PATCH', 'DELETE']],
    ['/api/v1/chat/s1/messages/m1/feedback', ['PUT']],
    ['/sessions', []],
    ['/api/v1', []],
    ['/api/v1/health', []],
    ['/api/v1/sessions/a/b/c', []],
    ['/nope', []],
  ])('%s', (path, methods) => {
    expect(allowedMethods(path, '/api/v1').toSorted()).toEqual(methods.toSorted());
  });
});
