import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { type EncryptionKey, KeyRing } from './key-ring.js';
import { createValueCodec } from './sealing-codec.js';
import { type ValuePlace } from './value-codec.js';
import { sealerOf, sealValue } from './value-seal.js';

interface Vector extends ValuePlace {
  readonly desc: string;
  readonly envelope: string;
}

interface Generated extends Vector, EncryptionKey {
  readonly nonce: string;
  readonly json: string;
  readonly sessionKey: string;
}

interface Verified extends Vector {
  readonly keys: readonly EncryptionKey[];
  readonly json: string;
  readonly stale: boolean;
}

interface Invalid extends Vector {
  readonly keys: readonly EncryptionKey[];
  readonly error: string;
}

const vectors = <T extends Vector>(name: string): T[] =>
  JSON.parse(readFileSync(`test/vectors/session-envelope/${name}.json`, 'utf8')) as T[];

const { subtle } = webcrypto;
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** The format as its README tells it, by WebCrypto and nothing of the code under test. */
async function sealByTheBook(vector: Generated): Promise<{ sessionKey: string; envelope: string }> {
  const { kid, key, nonce, json, sessionId, incarnation, field } = vector;
  const master = await subtle.importKey('raw', Buffer.from(key, 'base64'), 'HKDF', false, ['deriveBits']);
  const info = Buffer.from('frontdesk session values 1');
  const derived = await subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt: Buffer.from(incarnation), info },
    master,
    256,
  );
  const sessionKey = await subtle.importKey('raw', derived, 'AES-GCM', false, ['encrypt']);
  const additionalData = Buffer.from(['frontdesk session value 1', kid, sessionId, incarnation, field].join('\0'));
  const parameters = { name: 'AES-GCM', iv: bytes(nonce), additionalData, tagLength: 128 };
  const sealed = await subtle.encrypt(parameters, sessionKey, Buffer.from(json));
  const parts = [Buffer.of(1, kid.length), Buffer.from(kid), bytes(nonce), Buffer.from(sealed)];
  return { sessionKey: Buffer.from(derived).toString('hex'), envelope: Buffer.concat(parts).toString('hex') };
}

describe('vectors of sealed session values', () => {
  describe.each(vectors<Generated>('generate'))('generate: $desc', (vector) => {
    it('seals to exactly these bytes', () => {
      const { kid, incarnation, field } = vector;
      const key = new KeyRing([vector]).sessionKey(kid, incarnation, field);
      const sealed = sealValue(vector.json, vector, sealerOf(kid), key, bytes(vector.nonce));
      expect(sealed.toString('hex')).toBe(vector.envelope);
      expect(sealed).toHaveLength(Buffer.byteLength(vector.json) + 30 + kid.length);
    });

    it('is what the description of the format says', async () => {
      const { sessionKey, envelope } = vector;
      expect(await sealByTheBook(vector)).toEqual({ sessionKey, envelope });
    });

    it('opens again', () => {
      expect(createValueCodec([vector]).decode(bytes(vector.envelope), vector)).toBe(vector.json);
    });
  });

  it.each(vectors<Verified>('verify'))('verify: $desc', (vector) => {
    const codec = createValueCodec(vector.keys);
    expect(codec.decode(bytes(vector.envelope), vector)).toBe(vector.json);
    expect(codec.isStale(bytes(vector.envelope))).toBe(vector.stale);
  });

  it.each(vectors<Invalid>('invalid'))('invalid: $desc', (vector) => {
    const codec = createValueCodec(vector.keys);
    expect(() => codec.decode(bytes(vector.envelope), vector)).toThrow(expect.objectContaining({ code: vector.error }));
  });
});
