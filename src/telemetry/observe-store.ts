import { type Attributes } from '@opentelemetry/api';
import { AppError } from '../common/app-error.js';
import { inClientSpan } from './spans.js';
import { storeDuration } from './store-metrics.js';

/** Stores that live in Redis. */
type Store = 'sessions' | 'events';

/**
 * Runs one operation of a store in Redis: timed, and a span of what it is for. `name` is a script's or a command's, never a key; the
 * number of keys at the end of a script's name is left out.
 */
export async function observeStore<T>(store: Store, name: string, work: () => Promise<T>): Promise<T> {
  const { operation, span, attributes } = described(store, name);
  const startedAt = performance.now();
  let result = 'ok';
  try {
    return await inClientSpan(span, attributes, work);
  } catch (error) {
    result = error instanceof AppError ? error.code : 'internal';
    throw error;
  } finally {
    storeDuration.observe({ store, operation, result }, (performance.now() - startedAt) / 1000);
  }
}

interface Described {
  readonly operation: string;
  readonly span: string;
  readonly attributes: Attributes;
}

const known = { sessions: new Map<string, Described>(), events: new Map<string, Described>() };

/** Made once per name: this is called thousands of times a second. */
function described(store: Store, name: string): Described {
  const before = known[store].get(name);
  if (before) return before;
  const operation = name.replace(/-\d+$/, '');
  const span = `${store}.${operation}`;
  const now = { operation, span, attributes: { 'db.system.name': 'redis', 'db.query.summary': span } };
  known[store].set(name, now);
  return now;
}
