import { OPERATIONS } from './operations.js';

/** A route of the table of operations. */
interface Route {
  readonly method: string;
  readonly matches: RegExp;
  /** Whether it lies below the prefix. */
  readonly prefixed: boolean;
}

const ROUTE = /^([A-Z]+) (\/\S*)$/;
const ROOTS = /^\/($|console|health|metrics)/;

const routes: readonly Route[] = Object.values(OPERATIONS).flatMap(({ at }) => {
  const [, method, path] = ROUTE.exec(at) ?? [];
  if (method === undefined || path === undefined) return [];
  const matches = new RegExp(`^${path.replace(/:\w+/g, '[^/]+').replace(/\/$/, '')}/?$`, 'i');
  return [{ method, matches, prefixed: !ROOTS.test(path) }];
});

/** The methods that the table of operations knows for a path, `prefix` included; none: there is nothing at this path. */
export function allowedMethods(path: string, prefix: string): string[] {
  const rest = path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
  const found = routes
    .filter(({ matches, prefixed }) => (prefixed ? rest !== undefined && matches.test(rest) : matches.test(path)))
    .map(({ method }) => method);
  return [...new Set(found.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}
