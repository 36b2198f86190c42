import { describe, expect, it } from '@jest/globals';
import { loggedPath, routeOf } from './route-of.js';

describe('where a request went', () => {
  it('is the pattern of its route', () => {
    const request = {
      originalUrl: '/api/v1/customers/ada%40example.com/export?x=1',
      route: { path: '/api/v1/customers/:userId/export' },
    };
    expect(routeOf(request)).toBe('/api/v1/customers/:userId/export');
    expect(loggedPath(request)).toBe('/api/v1/customers/:userId/export');
  });

  it.each([
    ['/assets/chat/main.js', 'assets'],
    ['/docs/swagger-ui.css', 'docs'],
    ['/documents', 'unmatched'],
    ['/wp-login.php', 'unmatched'],
  ])('%s is %s', (originalUrl, route) => {
    expect(routeOf({ originalUrl })).toBe(route);
  });

  it.each([
    ['/assets/chat/main.js?v=1', '/assets/chat/main.js'],
    ['/wp-login.php', '/wp-login.php'],
    ['/api/v1/customers/ada@example.com', '/api/v1/customers/*'],
    ['/customers/ada%40example.com', '/customers/*'],
    ['/sessions/eae7fcc5-d7b2-437d-80cb-9b9a04fc91dc', '/sessions/*'],
    ['/+49301234567', '/*'],
    ['/a/b/c/d/e/f/g/h/i/j/k', '/a/b/c/d/e/f/g/h'],
    ['/', '/'],
  ])('%s that matched no route is logged as %s', (originalUrl, logged) => {
    expect(loggedPath({ originalUrl })).toBe(logged);
  });
});
