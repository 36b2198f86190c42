import { ValidationFailed } from '../common/app-error.js';
import { copyJson, isForbiddenKey, type JsonValue } from './json-value.js';
import { type SessionPatch } from './session-data.js';
import { SESSION_LIMITS } from './session-limits.js';
import { type LimitExceeded } from './session-results.js';

/** A checked, frozen copy of a value with its size as JSON text in UTF-8 bytes. */
export interface SizedValue {
  readonly value: JsonValue;
  readonly bytes: number;
}

export type ScalarName = 'userId' | 'threadId' | 'escalated' | 'requestId' | 'fingerprintHash';

/** A patch that is known to be well-formed and shares nothing with the caller's objects. `null` metadata: remove the key. */
export interface PreparedPatch {
  readonly scalars: ReadonlyMap<ScalarName, SizedValue>;
  readonly metadata: ReadonlyMap<string, SizedValue | null>;
  readonly counters: ReadonlyMap<string, number>;
  readonly increments: ReadonlyMap<string, number>;
}

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string';
const isTextOrNull: Check = (value) => value === null || typeof value === 'string';

const SCALARS: Readonly<Record<ScalarName, { readonly check: Check; readonly expected: string }>> = {
  userId: { check: isTextOrNull, expected: 'text or null' },
  threadId: { check: isText, expected: 'text' },
  escalated: { check: (value) => typeof value === 'boolean', expected: 'true or false' },
  requestId: { check: isTextOrNull, expected: 'text or null' },
  fingerprintHash: { check: isTextOrNull, expected: 'text or null' },
};

/** 1..64 characters, none of them a control character or half of a surrogate pair (UTF-8 could not tell those apart). */
const METADATA_KEY = /^[^\p{Cc}\p{Cs}]{1,64}$/u;
const COUNTER_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

const NONE: ReadonlyMap<never, never> = new Map<never, never>();

/** A patch that changes nothing by itself. */
export const EMPTY_PATCH: PreparedPatch = { scalars: NONE, metadata: NONE, counters: NONE, increments: NONE };

/**
 * Checks and copies a patch; `limit` when one value is too large or too deep.
 * @throws ValidationFailed for unknown or protected fields, wrong types, bad metadata keys and counter names
 */
export function preparePatch(patch: SessionPatch): PreparedPatch | LimitExceeded {
  const scalars = new Map<ScalarName, SizedValue>();
  let metadata: ReadonlyMap<string, SizedValue | null> = NONE;
  let counters: ReadonlyMap<string, number> = NONE;
  let increments: ReadonlyMap<string, number> = NONE;
  for (const [field, value] of Object.entries(patch) as [string, unknown][]) {
    if (value === undefined) continue;
    if (field === 'counters') counters = prepareCounters(field, value);
    else if (field === 'increments') increments = prepareCounters(field, value);
    else if (field === 'metadata') {
      const prepared = prepareMetadata(value);
      if (prepared instanceof Map) metadata = prepared;
      else return prepared;
    } else {
      const sized = sizedValue(checkScalar(field, value), field);
      if ('limit' in sized) return sized;
      scalars.set(field as ScalarName, sized);
    }
  }
  for (const name of increments.keys()) {
    if (counters.has(name)) throw ValidationFailed.of(`increments.${name}`, 'is also set by counters');
  }
  return { scalars, metadata, counters, increments };
}

/** Nearly every increment is one of these, and making it costs more than applying it in memory. */
const countsByOne = new Map<string, PreparedPatch>();
const MAX_COUNTS_BY_ONE = 256;

/**
 * A patch that moves one counter.
 * @throws ValidationFailed for a bad name or delta
 */
export function prepareIncrement(name: string, by: number): PreparedPatch {
  const known = by === 1 ? countsByOne.get(name) : undefined;
  if (known) return known;
  checkCounter('increments', name, by);
  const patch = { scalars: NONE, metadata: NONE, counters: NONE, increments: new Map([[name, by]]) };
  if (by === 1 && countsByOne.size < MAX_COUNTS_BY_ONE) countsByOne.set(name, patch);
  return patch;
}

function checkScalar(field: string, value: unknown): unknown {
  if (!Object.hasOwn(SCALARS, field)) throw ValidationFailed.of(field, 'is not a field that can be set');
  const { check, expected } = SCALARS[field as ScalarName];
  if (!check(value)) throw ValidationFailed.of(field, `must be ${expected}`);
  return value;
}

function sizedValue(value: unknown, field: string): SizedValue | LimitExceeded {
  const copy = copyJson(value, field);
  if (copy === undefined) return { status: 'limit', limit: 'depth' };
  const bytes = Buffer.byteLength(JSON.stringify(copy));
  if (bytes > SESSION_LIMITS.valueBytes) return { status: 'limit', limit: 'value_bytes' };
  return { value: copy, bytes };
}

function prepareMetadata(value: unknown): Map<string, SizedValue | null> | LimitExceeded {
  const prepared = new Map<string, SizedValue | null>();
  for (const [key, item] of entriesOf('metadata', value)) {
    const field = `metadata.${key}`;
    if (!METADATA_KEY.test(key) || isForbiddenKey(key)) {
      throw ValidationFailed.of(
        field,
        'is not an allowed name: 1 to 64 characters, no control characters, no prototype names',
      );
    }
    if (item === undefined) continue;
    const sized = item === null ? null : sizedValue(item, field);
    if (sized !== null && 'limit' in sized) return sized;
    prepared.set(key, sized);
  }
  return prepared;
}

function prepareCounters(field: string, value: unknown): Map<string, number> {
  const prepared = new Map<string, number>();
  for (const [name, item] of entriesOf(field, value)) {
    if (item !== undefined) prepared.set(name, checkCounter(field, name, item));
  }
  return prepared;
}

function checkCounter(field: string, name: string, value: unknown): number {
  if (!COUNTER_NAME.test(name) || isForbiddenKey(name)) {
    throw ValidationFailed.of(
      `${field}.${name}`,
      'is not a counter name: a letter, then up to 63 of A-Z a-z 0-9 _ . -',
    );
  }
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw ValidationFailed.of(`${field}.${name}`, 'must be an integer within 2^53 - 1');
  }
  return value === 0 ? 0 : value;
}

function entriesOf(field: string, value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw ValidationFailed.of(field, 'must be an object');
  }
  return Object.entries(value);
}
