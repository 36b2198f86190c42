import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type JsonValue } from '../../../src/session/json-value.js';
import { SESSION_LIMITS } from '../../../src/session/session-limits.js';
import { type SessionStoreHarness, useFixture } from './harness.js';

type Metadata = Readonly<Record<string, JsonValue>>;

/** `levels` lists inside each other. */
function nested(levels: number): JsonValue {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

function cycle(): unknown {
  const value: Record<string, unknown> = {};
  value.self = { value };
  return value;
}

/** Text whose JSON is exactly `bytes` long. */
const textOf = (bytes: number): string => 'x'.repeat(bytes - 2);

export function valueContract(harness: SessionStoreHarness): void {
  describe('values', () => {
    const on = useFixture(harness);

    const writeMetadata = async (metadata: unknown): Promise<unknown> => {
      const session = await on.session({ metadata: { kept: true } });
      try {
        return await on.store.update(session.sessionId, { metadata: metadata as Metadata });
      } finally {
        expect(await on.read(session.sessionId)).toEqual(session);
      }
    };

    it.each<[string, JsonValue]>([
      ['empty list', []],
      ['empty object', {}],
      ['lists of lists', [[], [[]]]],
      ['object of object', { a: {} }],
      ['null inside', [null, { a: null }]],
      ['false', false],
      ['zero', 0],
      ['empty text', ''],
      ['largest integer', Number.MAX_SAFE_INTEGER],
      ['fraction', 0.1],
      ['emoji and NUL', 'zażółć 🙈 \0'],
      ['half a surrogate pair', '\ud800'],
      ['inherited names as keys', { toString: 1, hasOwnProperty: 2, '': 3, 'a.b': 4 }],
    ])('brings back %s as it was', async (_, value) => {
      const { sessionId } = await on.session({ metadata: { value } });
      expect((await on.read(sessionId)).metadata).toEqual({ value });
    });

    it('makes -0 a 0', async () => {
      const { sessionId } = await on.session({ metadata: { value: -0 } });
      expect((await on.read(sessionId)).metadata.value).toBe(0);
    });

    it('brings back any JSON as it was', async () => {
      const { sessionId } = await on.session();
      const json = fc.jsonValue({ maxDepth: 5, noUnicodeString: false }).filter((value) => value !== null);
      await fc.assert(
        fc.asyncProperty(json, async (value) => {
          const expected = JSON.parse(JSON.stringify(value)) as JsonValue;
          const stored = await on.store
            .update(sessionId, { metadata: { value: value as JsonValue } })
            .catch(() => null);
          if (stored?.status !== 'applied') return;
          expect((await on.read(sessionId)).metadata.value).toEqual(expected);
        }),
        { numRuns: 200 },
      );
    });

    it.each<[string, unknown]>([
      ['an integer over 2^53 - 1', 2 ** 53],
      ['NaN', Number.NaN],
      ['Infinity', Number.POSITIVE_INFINITY],
      ['a bigint', 1n],
      ['a date', new Date(0)],
      ['a function', () => 1],
      ['a symbol', Symbol('s')],
      ['a map', new Map()],
      ['undefined inside a list', [undefined]],
      ['undefined inside an object', { a: undefined }],
      ['a cycle', cycle()],
      ['__proto__ inside', JSON.parse('{"__proto__": {"polluted": true}}')],
      ['constructor inside', { constructor: 1 }],
      ['prototype inside a list', [{ prototype: 1 }]],
    ])('refuses %s and changes nothing', async (_, value) => {
      await expect(writeMetadata({ value })).rejects.toMatchObject({ code: 'validation_failed' });
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    });

    it.each([
      ['__proto__', JSON.parse('{"__proto__": {"polluted": true}}') as unknown],
      ['constructor', { constructor: 1 }],
      ['prototype', { prototype: 1 }],
      ['an empty name', { '': 1 }],
      ['a name of 65 characters', { ['k'.repeat(65)]: 1 }],
      ['a name with a control character', { 'a\0b': 1 }],
      ['a name with half a surrogate pair', { '\ud800': 1 }],
    ])('refuses the metadata key %s and changes nothing', async (_, metadata) => {
      await expect(writeMetadata(metadata)).rejects.toMatchObject({ code: 'validation_failed' });
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    });

    it('allows metadata keys of 64 characters, with dots and inherited names', async () => {
      const metadata = { ['k'.repeat(64)]: 1, 'a.b': 2, toString: 3, 名前: 4 };
      const { sessionId } = await on.session({ metadata });
      expect((await on.read(sessionId)).metadata).toEqual(metadata);
    });

    it('shares nothing with the objects that came in', async () => {
      const inside = { list: [1] };
      const { sessionId } = await on.session({ metadata: { inside } });
      inside.list.push(2);
      expect((await on.read(sessionId)).metadata).toEqual({ inside: { list: [1] } });
    });

    it('hands out snapshots that can change nothing and that nothing changes', async () => {
      const session = await on.session({ metadata: { list: [1], deep: { a: 1 } } });
      const mutable = session as unknown as { userId: string; metadata: { list: number[]; deep: { a: number } } };
      for (const vandalise of [
        () => (mutable.userId = 'evil'),
        () => mutable.metadata.list.push(2),
        () => (mutable.metadata.deep.a = 2),
        () => Object.assign(mutable.metadata, { extra: 1 }),
        () => Object.assign(session.counters, { messageCount: 99 }),
      ]) {
        try {
          vandalise();
        } catch {
          // A store may hand out frozen objects as well as independent copies.
        }
      }
      const now = await on.read(session.sessionId);
      expect(now).toMatchObject({ userId: null, metadata: { list: [1], deep: { a: 1 } }, counters: {} });
      await on.store.update(session.sessionId, { userId: 'later' });
      expect(now.userId).toBeNull();
    });
  });

  describe('limits', () => {
    const on = useFixture(harness);

    it(`holds ${SESSION_LIMITS.metadataKeys} metadata keys and refuses one more`, async () => {
      const metadata = Object.fromEntries(Array.from({ length: SESSION_LIMITS.metadataKeys }, (_, i) => [`k${i}`, i]));
      const session = await on.session({ metadata });
      const refused = { status: 'limit', limit: 'metadata_keys' };
      expect(await on.store.update(session.sessionId, { metadata: { more: 1 }, escalated: true })).toEqual(refused);
      expect(await on.read(session.sessionId)).toEqual(session);
      expect(await on.store.update(session.sessionId, { metadata: { k0: null, more: 1 } })).toMatchObject({
        status: 'applied',
      });
      const tooMany = { sessionId: 'too-many', threadId: 't', metadata: { ...metadata, more: 1 } };
      expect(await on.store.create(tooMany)).toEqual(refused);
      expect(await on.store.exists('too-many')).toBe(false);
    });

    it('holds a value of 64 KB of JSON and refuses one byte more', async () => {
      const session = await on.session({ metadata: { big: textOf(SESSION_LIMITS.valueBytes) } });
      const refused = { status: 'limit', limit: 'value_bytes' };
      const over = textOf(SESSION_LIMITS.valueBytes + 1);
      expect(await on.store.update(session.sessionId, { metadata: { big: over } })).toEqual(refused);
      expect(await on.store.update(session.sessionId, { userId: over })).toEqual(refused);
      expect(await on.store.update(session.sessionId, { userId: 'é'.repeat(SESSION_LIMITS.valueBytes / 2) })).toEqual(
        refused,
      );
      expect(await on.read(session.sessionId)).toEqual(session);
    });

    it('holds 256 KB altogether and refuses one byte more', async () => {
      const { sessionId } = await on.session();
      // The five plain fields of this session as JSON: null, "thr_1", false, null, null. Then four keys of one byte.
      const room = SESSION_LIMITS.sessionBytes - (4 + 7 + 5 + 4 + 4) - 4;
      const quarter = textOf(Math.floor(room / 4));
      const fitting = { a: quarter, b: quarter, c: quarter, d: textOf(room - 3 * Math.floor(room / 4)) };
      expect(await on.store.update(sessionId, { metadata: fitting })).toMatchObject({ status: 'applied' });
      const full = await on.read(sessionId);
      const refused = { status: 'limit', limit: 'session_bytes' };
      expect(await on.store.update(sessionId, { metadata: { d: `${fitting.d}x` } })).toEqual(refused);
      expect(await on.store.update(sessionId, { threadId: 'thr_12' })).toEqual(refused);
      expect(await on.store.update(sessionId, { metadata: { e: 1 } })).toEqual(refused);
      expect(await on.read(sessionId)).toEqual(full);
      expect(await on.store.update(sessionId, { metadata: { a: null, e: 1 } })).toMatchObject({ status: 'applied' });
    });

    it('holds values 8 deep and refuses 9', async () => {
      const session = await on.session({ metadata: { deep: nested(8) } });
      const answer = await on.store.update(session.sessionId, { metadata: { deep: nested(9) } });
      expect(answer).toEqual({ status: 'limit', limit: 'depth' });
      expect(await on.read(session.sessionId)).toEqual(session);
    });

    it(`holds ${SESSION_LIMITS.counters} counters and refuses one more`, async () => {
      const counters = Object.fromEntries(Array.from({ length: SESSION_LIMITS.counters }, (_, i) => [`c${i}`, i]));
      const session = await on.session({ counters });
      const refused = { status: 'limit', limit: 'counters' };
      expect(await on.store.incrementCounter(session.sessionId, 'more')).toEqual(refused);
      expect(await on.store.update(session.sessionId, { counters: { more: 1 } })).toEqual(refused);
      expect(await on.read(session.sessionId)).toEqual(session);
      expect(await on.store.incrementCounter(session.sessionId, 'c1')).toMatchObject({ counters: { c1: 2 } });
    });
  });
}
