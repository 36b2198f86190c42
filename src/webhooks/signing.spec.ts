import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { ValidationFailed } from '../common/app-error.js';
import { loadConfig } from '../config/app-config.js';
import { SecretSeal } from './secret-seal.js';
import { signedHeaders } from './signed-headers.js';
import { checkSigningSecret, newSigningSecret } from './signing-secret.js';
import { SecretUnreadable } from './webhooks.errors.js';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const sealWith = (keys: string | undefined): SecretSeal =>
  new SecretSeal(loadConfig(keys === undefined ? {} : { SESSION_ENCRYPTION_KEYS: keys }));

describe('signedHeaders', () => {
  const body = JSON.stringify({
    type: 'message.created',
    timestamp: '2026-01-01T00:00:00.000Z',
    data: { text: 'Grüße 👋' },
  });

  it('makes what the standardwebhooks package verifies, with each secret that signs', () => {
    const secrets = [newSigningSecret(), newSigningSecret()];
    const headers = signedHeaders({ eventId: 'evt_1', body, secrets, at: new Date() });
    for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(headers['webhook-id']).toBe('evt_1');
    expect(headers['webhook-signature'].split(' ')).toHaveLength(2);
  });

  it('makes nothing that another secret, body, id or time verifies', () => {
    const secret = newSigningSecret();
    const headers = signedHeaders({ eventId: 'evt_1', body, secrets: [secret], at: new Date() });
    const webhook = new Webhook(secret);
    expect(() => new Webhook(newSigningSecret()).verify(body, headers)).toThrow();
    expect(() => webhook.verify(`${body} `, headers)).toThrow();
    expect(() => webhook.verify(body, { ...headers, 'webhook-id': 'evt_2' })).toThrow();
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(() => webhook.verify(body, { ...headers, 'webhook-timestamp': later })).toThrow();
  });
});

describe('signing secrets', () => {
  it('are 32 random bytes, and keep their own rule', () => {
    const secret = newSigningSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newSigningSecret()).not.toBe(secret);
    expect(() => {
      checkSigningSecret(secret);
    }).not.toThrow();
  });

  it.each([24, 64])('may have %i bytes', (bytes) => {
    expect(() => {
      checkSigningSecret(`whsec_${Buffer.alloc(bytes, 7).toString('base64')}`);
    }).not.toThrow();
  });

  it.each([
    '',
    'whsec_',
    'secret',
    `whsec_${Buffer.alloc(23, 7).toString('base64')}`,
    `whsec_${Buffer.alloc(65, 7).toString('base64')}`,
    `whsec_${Buffer.alloc(32, 0xff).toString('base64url')}`,
    Buffer.alloc(32, 7).toString('base64'),
    `whsec_ ${Buffer.alloc(32, 7).toString('base64')}`,
  ])('are never %j', (secret) => {
    expect(() => {
      checkSigningSecret(secret);
    }).toThrow(ValidationFailed);
  });
});

describe('SecretSeal', () => {
  const secret = newSigningSecret();

  it('stores a secret as it is where no key is configured', () => {
    expect(sealWith(undefined).seal(secret)).toBe(secret);
    expect(sealWith(undefined).open(secret)).toBe(secret);
  });

  it('seals under the first key, opens with every key, and takes secrets from before there was one', () => {
    const stored = sealWith(`old:${key(1)}`).seal(secret);
    expect(stored).toMatch(/^sealed\.old\./);
    expect(stored).not.toContain(secret.slice(6));
    const both = sealWith(`new:${key(2)},old:${key(1)}`);
    expect(both.open(stored)).toBe(secret);
    expect(both.seal(secret)).toMatch(/^sealed\.new\./);
    expect(both.open(secret)).toBe(secret);
  });

  it('opens nothing whose key is gone or that was changed', () => {
    const stored = sealWith(`old:${key(1)}`).seal(secret);
    expect(() => sealWith(undefined).open(stored)).toThrow(SecretUnreadable);
    expect(() => sealWith(`old:${key(2)}`).open(stored)).toThrow(SecretUnreadable);
    const other = stored[40] === 'A' ? 'B' : 'A';
    expect(() => sealWith(`old:${key(1)}`).open(stored.slice(0, 40) + other + stored.slice(41))).toThrow(
      SecretUnreadable,
    );
    expect(() => sealWith(`old:${key(1)}`).open('sealed.old.AAAA')).toThrow(SecretUnreadable);
  });

  it('goes on without an earlier secret whose key is gone, but not without the one that signs', () => {
    const lost = sealWith(`old:${key(1)}`).seal(newSigningSecret());
    const seal = sealWith(`new:${key(2)}`);
    expect(seal.openAll([seal.seal(secret), lost])).toEqual([secret]);
    expect(() => seal.openAll([lost, seal.seal(secret)])).toThrow(SecretUnreadable);
  });
});
