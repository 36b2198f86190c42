import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyUnknown, SessionCorrupt } from '../session.errors.js';
import { createValueCodec } from './sealing-codec.js';
import { PLAIN_CODEC, type ValueCodec, type ValuePlace } from './value-codec.js';

const keyOf = (kid: string, byte: number) => ({ kid, key: Buffer.alloc(32, byte).toString('base64') });
const OLD = keyOf('old', 1);
const NEW = keyOf('new', 2);
const PLACE: ValuePlace = { sessionId: 's-1', incarnation: 'i-1', field: 'd:userId' };

const name = fc.string({ unit: fc.constantFrom('A', 'z', '0', '9', '.', '_', ':', '-'), minLength: 1, maxLength: 40 });
const place = fc.record({
  sessionId: name,
  incarnation: name,
  field: fc
    .string({ unit: fc.constantFrom('a', 'm', '.', ':', 'é', '名', ' '), minLength: 1, maxLength: 20 })
    .map((key) => `m:${key}`),
});
const json = fc.json({ noUnicodeString: false });

function seal(codec: ValueCodec, text: string, at: ValuePlace = PLACE): Buffer {
  const sealed = codec.encode(text, at);
  if (typeof sealed === 'string') throw new Error('it was not sealed');
  return sealed;
}

/** What `decode` throws; fails when it returns anything. */
function refusal(codec: ValueCodec, stored: string | Buffer, at: ValuePlace = PLACE): unknown {
  let opened: string;
  try {
    opened = codec.decode(stored, at);
  } catch (error) {
    return error;
  }
  throw new Error(`it was opened: ${opened}`);
}

/** Damage in the name of a key may spell a name that the ring doesn't hold. */
const isTyped = (error: unknown): boolean => error instanceof SessionCorrupt || error instanceof KeyUnknown;

describe('the sealing codec', () => {
  const codec = createValueCodec([NEW, OLD]);

  it('brings back any JSON text, and no part of it shows', () => {
    fc.assert(
      fc.property(json, place, (text, at) => {
        const sealed = seal(codec, text, at);
        expect(codec.decode(sealed, at)).toBe(text);
        expect(codec.decode(Buffer.from(sealed), { ...at })).toBe(text);
        expect(sealed).toHaveLength(Buffer.byteLength(text) + 30 + NEW.kid.length);
        if (text.length > 8) expect(sealed.includes(text)).toBe(false);
      }),
    );
  });

  it('never seals two values under one nonce', () => {
    const nonces = Array.from({ length: 2000 }, () => seal(codec, '1').toString('hex', 5, 17));
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  it('refuses a value in which any byte was changed', () => {
    const sealed = seal(codec, '{"card":"4111"}');
    for (let at = 0; at < sealed.length; at += 1) {
      for (let mask = 1; mask < 256; mask += 1) {
        const changed = Buffer.from(sealed);
        changed[at]! ^= mask;
        const error = refusal(codec, changed);
        if (at >= 1 && at < 5) expect(isTyped(error)).toBe(true);
        else expect(error).toMatchObject({ code: 'session_corrupt', field: PLACE.field });
      }
    }
  });

  it('refuses a value that was cut anywhere, or grew', () => {
    const sealed = seal(codec, '"some text"');
    for (let length = 0; length < sealed.length; length += 1) {
      expect(refusal(codec, sealed.subarray(0, length))).toBeInstanceOf(SessionCorrupt);
      expect(isTyped(refusal(codec, sealed.subarray(sealed.length - length)))).toBe(true);
    }
    expect(refusal(codec, Buffer.concat([sealed, Buffer.of(0)]))).toBeInstanceOf(SessionCorrupt);
  });

  it('refuses any bytes that it did not make', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (noise, withHeader) => {
        const header = withHeader ? seal(codec, '1').subarray(0, 5) : Buffer.alloc(0);
        const error = refusal(codec, Buffer.concat([header, noise]));
        expect(isTyped(error)).toBe(true);
      }),
    );
  });

  it('refuses a value in any other place', () => {
    fc.assert(
      fc.property(
        json,
        place,
        place,
        fc.subarray(['sessionId', 'incarnation', 'field'] as const),
        (text, at, to, parts) => {
          const moved = { ...at };
          for (const part of parts) moved[part] = to[part];
          fc.pre(parts.some((part) => to[part] !== at[part]));
          expect(refusal(codec, seal(codec, text, at), moved)).toBeInstanceOf(SessionCorrupt);
        },
      ),
    );
  });

  it('refuses plain text, and sealed bytes that were read as text', () => {
    expect(refusal(codec, '"user-1"')).toBeInstanceOf(SessionCorrupt);
    expect(refusal(codec, Buffer.from('"user-1"'))).toBeInstanceOf(SessionCorrupt);
    expect(refusal(codec, seal(codec, '"user-1"').toString())).toBeInstanceOf(SessionCorrupt);
    expect(refusal(codec, seal(codec, '"user-1"').toString('latin1'))).toBeInstanceOf(SessionCorrupt);
  });

  it('names the key that is missing, and nothing of the value', () => {
    const error = refusal(createValueCodec([NEW]), seal(createValueCodec([OLD]), '"secret"'));
    expect(error).toBeInstanceOf(KeyUnknown);
    expect(error).toMatchObject({ kid: 'old', message: expect.stringContaining('"old"') as unknown });
  });

  it('opens with every key, seals with the first, and knows what to seal anew', () => {
    const before = createValueCodec([OLD, NEW]);
    const sealed = seal(before, '"user-1"');
    expect(before.isStale(sealed)).toBe(false);
    expect(codec.isStale(sealed)).toBe(true);
    const resealed = seal(codec, codec.decode(sealed, PLACE));
    expect(codec.isStale(resealed)).toBe(false);
    expect(before.decode(resealed, PLACE)).toBe('"user-1"');
    expect(createValueCodec([NEW]).decode(resealed, PLACE)).toBe('"user-1"');
  });

  it('counts what is not sealed as stale, so that sealing anew meets the error', () => {
    expect(codec.isStale('"plain"')).toBe(true);
    expect(codec.isStale(Buffer.from('"plain"'))).toBe(true);
    expect(codec.isStale(Buffer.alloc(0))).toBe(true);
  });
});

describe('the plain codec', () => {
  const codec = createValueCodec([]);

  it('keeps JSON text as it is', () => {
    expect(codec).toBe(PLAIN_CODEC);
    expect(codec.encode('{"a":1}', PLACE)).toBe('{"a":1}');
    expect(codec.decode('{"a":1}', PLACE)).toBe('{"a":1}');
    expect(codec.decode(Buffer.from('"é"'), PLACE)).toBe('"é"');
    expect(codec.isStale('{"a":1}')).toBe(false);
  });

  it('refuses a sealed value, as bytes and as text', () => {
    const sealed = seal(createValueCodec([NEW]), '"user-1"');
    expect(refusal(codec, sealed)).toBeInstanceOf(SessionCorrupt);
    expect(refusal(codec, sealed.toString())).toBeInstanceOf(SessionCorrupt);
  });
});
