import { type RequestHandler } from 'express';
import { ValidationFailed } from '../common/app-error.js';

/** A path in a message is for people: deeper ones are cut. */
const LONGEST_PATH = 200;

const REFUSED_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly depth: number;
}

/** How values that came from outside are checked. */
export interface PlainJsonRules {
  /** Deepest nesting of objects and arrays; 1 = one object that holds no other. */
  readonly depth: number;
  /** What the whole is called in a message. */
  readonly field: string;
}

/**
 * Refuses parsed JSON that is nested too deep, or has names by which careless merging reaches the prototype of objects (CWE-1321):
 * class-transformer would leave these out without a word. Walks without recursion, whatever the depth.
 * @throws ValidationFailed naming the field
 */
export function assertPlainJson(value: unknown, { depth, field }: PlainJsonRules): void {
  const waiting: Place[] = [{ value, path: '', depth: 1 }];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    if (typeof place.value !== 'object' || place.value === null) continue;
    const path = (place.path || field).slice(0, LONGEST_PATH);
    if (place.depth > depth) throw ValidationFailed.of(path, `must not be nested deeper than ${depth} levels`);
    for (const [key, entry] of Object.entries(place.value)) {
      const inner = place.path ? `${place.path.slice(0, LONGEST_PATH)}.${key}` : key;
      if (REFUSED_NAMES.has(key)) throw ValidationFailed.of(inner.slice(0, LONGEST_PATH), 'is not allowed as a name');
      waiting.push({ value: entry, path: inner, depth: place.depth + 1 });
    }
  }
}

/** Checks every query, and every body that was parsed as JSON. */
export function plainInput(depth: number): RequestHandler {
  return (request, _response, next) => {
    assertPlainJson(request.query, { depth, field: 'query' });
    assertPlainJson(request.body, { depth, field: 'body' });
    next();
  };
}
