import { ValidationFailed } from '../common/app-error.js';

/** A value that survives JSON both ways without a change. Always deeply frozen once it is inside a session. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Containers inside containers, the outermost counted as 1. */
const MAX_JSON_DEPTH = 8;

/** Names that reach an object's prototype when a copy is merged carelessly; refused at every depth. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether an object key could touch a prototype. */
export function isForbiddenKey(key: string): boolean {
  return FORBIDDEN_KEYS.has(key);
}

/**
 * A deeply frozen copy of `value`, sharing nothing with it; `undefined` when it is nested deeper than MAX_JSON_DEPTH.
 * -0 becomes 0, as JSON would make it.
 * @throws ValidationFailed for what JSON can't carry exactly (undefined, functions, bigints, dates, NaN, integers over 2^53 - 1,
 *   cycles) and for forbidden keys; `field` names the place
 */
export function copyJson(value: unknown, field: string, ancestors: readonly unknown[] = []): JsonValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return copyNumber(value, field);
  if (typeof value !== 'object') throw ValidationFailed.of(field, `must be JSON, not ${typeof value}`);
  if (ancestors.includes(value)) throw ValidationFailed.of(field, 'must not contain itself');
  if (ancestors.length === MAX_JSON_DEPTH) return undefined;
  const inside = [...ancestors, value];
  return Array.isArray(value) ? copyArray(value, field, inside) : copyObject(value, field, inside);
}

function copyNumber(value: number, field: string): number {
  if (!Number.isFinite(value)) throw ValidationFailed.of(field, 'must be a finite number');
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw ValidationFailed.of(field, 'must be an integer within 2^53 - 1; send larger numbers as text');
  }
  return value === 0 ? 0 : value;
}

function copyArray(value: readonly unknown[], field: string, ancestors: readonly unknown[]): JsonValue | undefined {
  const copy: JsonValue[] = [];
  for (let i = 0; i < value.length; i += 1) {
    const item = copyJson(value[i], `${field}[${i}]`, ancestors);
    if (item === undefined) return undefined;
    copy.push(item);
  }
  return Object.freeze(copy);
}

function copyObject(value: object, field: string, ancestors: readonly unknown[]): JsonValue | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw ValidationFailed.of(field, 'must be a plain JSON object');
  }
  const copy: Record<string, JsonValue> = {};
  for (const [key, item] of Object.entries(value)) {
    if (isForbiddenKey(key)) throw ValidationFailed.of(`${field}.${key}`, 'is not an allowed name');
    const itemCopy = copyJson(item, `${field}.${key}`, ancestors);
    if (itemCopy === undefined) return undefined;
    copy[key] = itemCopy;
  }
  return Object.freeze(copy);
}
