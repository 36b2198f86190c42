import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { FakeClock } from '../../test/support/fake-clock.js';
import { SessionExpired, Unauthenticated } from './session.errors.js';
import { SessionTokens } from './session-tokens.js';

const HOUR = 3_600_000;
const SECRET = 'the-first-secret-of-at-least-32-characters';
const OTHER = 'another-secret-of-at-least-32-characters-too';

function tokensOf(
  secrets: readonly string[] = [SECRET],
  clock = new FakeClock(),
): { tokens: SessionTokens; clock: FakeClock } {
  return { tokens: new SessionTokens({ secrets, lifetimeMs: HOUR, clock }), clock };
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as Record<string, unknown>;

/** The parts of a genuine token with some replaced, signed with the real secret when `alg` says so. */
function forge(token: string, header: object, claims: object, secret?: string): string {
  const [head, body] = token.split('.');
  const hash = 'alg' in header && header.alg === 'HS512' ? 'sha512' : 'sha256';
  const signed = `${encode({ ...decode(head), ...header })}.${encode({ ...decode(body), ...claims })}`;
  return `${signed}.${secret === undefined ? '' : createHmac(hash, secret).update(signed).digest('base64url')}`;
}

describe('SessionTokens', () => {
  it('opens the session a token was issued for', async () => {
    const { tokens, clock } = tokensOf();
    const { token, expiresAt } = await tokens.issue('visitor:1');
    expect(expiresAt).toBe(clock.now() + HOUR);
    const verified = { sessionId: 'visitor:1', generation: 0, issuedAt: clock.now(), expiresAt };
    expect(await tokens.verify(token)).toEqual(verified);
    expect(await tokens.verify(token)).toEqual(verified);
  });

  it('issues a different token each time, with the claims that are documented', async () => {
    const { tokens } = tokensOf();
    const [one, two] = [await tokens.issue('s'), await tokens.issue('s')];
    expect(one.token).not.toBe(two.token);
    const [header, claims] = one.token.split('.');
    expect(decode(header)).toEqual({ alg: 'HS256', typ: 'frontdesk-session+jwt' });
    expect(Object.keys(decode(claims)).sort()).toEqual(['exp', 'iat', 'iss', 'jti', 'sub']);
    await expect(tokens.issue('a/b')).rejects.toMatchObject({ code: 'validation_failed' });
  });

  it('carries the generation it was issued in', async () => {
    const { tokens } = tokensOf();
    const { token } = await tokens.issue('s', 3);
    expect(decode(token.split('.')[1])).toMatchObject({ gen: 3 });
    expect(await tokens.verify(token)).toMatchObject({ sessionId: 's', generation: 3 });
    await expect(tokens.verify(forge(token, {}, { gen: 4 }, OTHER))).rejects.toThrow(Unauthenticated);
  });

  it('expires to the second, also a token it has seen before', async () => {
    const { tokens, clock } = tokensOf();
    const seen = await tokens.issue('s');
    const unseen = await tokens.issue('s');
    clock.advance(HOUR - 1);
    await tokens.verify(seen.token);
    clock.advance(1);
    for (const { token } of [seen, unseen, seen]) await expect(tokens.verify(token)).rejects.toThrow(SessionExpired);
    await expect(tokens.verify(seen.token)).rejects.toMatchObject({ code: 'session_expired', kind: 'unauthenticated' });
  });

  it('refuses every single changed character', async () => {
    const { tokens } = tokensOf();
    const { token } = await tokens.issue('s');
    for (let at = 0; at < token.length; at += 1) {
      const swapped = token[at] === 'A' ? 'Q' : 'A';
      const tampered = token.slice(0, at) + swapped + token.slice(at + 1);
      const signature = (text: string): Buffer => Buffer.from(text.split('.')[2] ?? '', 'base64url');
      // The last character of 32 bytes in base64url carries two bits that mean nothing.
      if (at === token.length - 1 && signature(tampered).equals(signature(token))) continue;
      await expect(tokens.verify(tampered)).rejects.toThrow(Unauthenticated);
    }
  });

  it('refuses forged headers and claims', async () => {
    const { tokens } = tokensOf();
    const { token } = await tokens.issue('s');
    const forgeries = {
      unsigned: forge(token, { alg: 'none' }, {}),
      'alg none with the old signature': `${forge(token, { alg: 'none' }, {})}${token.split('.')[2]}`,
      'another algorithm': forge(token, { alg: 'HS512' }, {}, SECRET),
      'another session': forge(token, {}, { sub: 'victim' }),
      'another session, another secret': forge(token, {}, { sub: 'victim' }, OTHER),
      'another purpose': forge(token, { typ: 'JWT' }, {}, SECRET),
      'another issuer': forge(token, {}, { iss: 'somebody' }, SECRET),
      'no session': forge(token, {}, { sub: undefined }, SECRET),
      'no expiry': forge(token, {}, { exp: undefined }, SECRET),
      'no id': forge(token, {}, { jti: undefined }, SECRET),
      'a malformed session': forge(token, {}, { sub: '../x' }, SECRET),
      'a generation below none': forge(token, {}, { gen: -1 }, SECRET),
      'half a generation': forge(token, {}, { gen: 0.5 }, SECRET),
      'a generation in words': forge(token, {}, { gen: '1' }, SECRET),
      'a critical extension': forge(token, { crit: ['b64'], b64: false }, {}, SECRET),
    };
    for (const forged of Object.values(forgeries)) await expect(tokens.verify(forged)).rejects.toThrow(Unauthenticated);
    expect(await tokens.verify(forge(token, {}, {}, SECRET))).toMatchObject({ sessionId: 's' });
  });

  it.each(['', '.', '..', 'a.b.c', 'Bearer x', `${'a'.repeat(2000)}.b.c`, 'é.é.é'])('refuses %j', async (text) => {
    const { tokens } = tokensOf();
    await expect(tokens.verify(text)).rejects.toMatchObject({ code: 'unauthenticated', kind: 'unauthenticated' });
  });

  it('does not take an expired forgery for an expired token', async () => {
    const { tokens, clock } = tokensOf();
    const { token } = await tokens.issue('s');
    clock.advance(2 * HOUR);
    await expect(tokens.verify(forge(token, {}, { sub: 'victim' }, OTHER))).rejects.toThrow(Unauthenticated);
  });

  it('rotates: old tokens stay good while their secret is listed, new ones are signed with the first', async () => {
    const { tokens: before, clock } = tokensOf([SECRET]);
    const { token: old } = await before.issue('s');
    const { tokens: during } = tokensOf([OTHER, SECRET], clock);
    const { tokens: after } = tokensOf([OTHER], clock);
    const { token: fresh } = await during.issue('s');
    expect(await during.verify(old)).toMatchObject({ sessionId: 's' });
    expect(await during.verify(fresh)).toMatchObject({ sessionId: 's' });
    expect(await after.verify(fresh)).toMatchObject({ sessionId: 's' });
    await expect(after.verify(old)).rejects.toThrow(Unauthenticated);
    await expect(before.verify(fresh)).rejects.toThrow(Unauthenticated);
    clock.advance(HOUR);
    await expect(during.verify(old)).rejects.toThrow(SessionExpired);
  });

  it('refuses a token of another library user with the same secret', async () => {
    const { tokens } = tokensOf();
    const token = await new SignJWT({ sub: 's' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(SECRET));
    await expect(tokens.verify(token)).rejects.toThrow(Unauthenticated);
  });

  it('needs a secret', () => {
    expect(() => tokensOf([])).toThrow('AUTH_TOKEN_SECRET');
  });
});
