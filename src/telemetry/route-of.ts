import { type Request } from 'express';

/** Longest part of a path that is told as it is; ids, addresses of mail and tokens are longer, or have other characters. */
const PLAIN_PART = /^[a-z][a-z0-9_.-]{0,23}$/i;

/**
 * The pattern of the route that a request matched, such as `/api/v1/sessions/:sessionId`; `assets` or `docs` for files of pages, and
 * `unmatched` for everything else. Known when the request was handled; few values, and never a part of what a caller sent.
 */
export function routeOf({ route, originalUrl }: Pick<Request, 'originalUrl'> & { readonly route?: unknown }): string {
  if (typeof route === 'object' && route !== null && 'path' in route && typeof route.path === 'string') {
    return route.path;
  }
  const [, place] = /^\/(assets|docs)\b/.exec(originalUrl) ?? [];
  return place ?? 'unmatched';
}

/**
 * What a log may say of where a request went: the pattern of its route, or its path with every part masked that could be somebody's id
 * or address.
 */
export function loggedPath(request: Parameters<typeof routeOf>[0]): string {
  const route = routeOf(request);
  if (route.startsWith('/')) return route;
  const [path = ''] = request.originalUrl.split('?');
  const parts = path.split('/').map((part) => (part === '' || PLAIN_PART.test(part) ? part : '*'));
  return parts.slice(0, 9).join('/');
}
