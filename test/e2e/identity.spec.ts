import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT, UnsecuredJWT } from 'jose';
import { type CreatedSessionDto } from '../../src/chat/sessions.dto.js';
import { Database } from '../../src/database/database.js';
import { type ApiAnswer, type ApiOptions } from '../support/api-client.js';
import { DATABASE_KINDS } from '../support/databases.js';
import { tempFolder } from '../support/temp-folder.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

interface Problem {
  readonly code?: string;
  readonly detail?: string;
}

const SECRET = 'the secret that the shop and the desk share';
const LATER_SECRET = 'the secret that the shop signs with today';
const TOKEN_SECRET = 'a secret of tests, the same after a restart';
const bytes = (secret: string): Uint8Array => new TextEncoder().encode(secret);

/** A token as a site would make it. */
function sign(userId: string, secret = SECRET, expiresIn: string | null = '5m', alg = 'HS256'): Promise<string> {
  const token = new SignJWT().setProtectedHeader({ alg }).setSubject(userId);
  return (expiresIn === null ? token : token.setExpirationTime(expiresIn)).sign(bytes(secret));
}

const hashOf = (userId: string, secret = SECRET): string => createHmac('sha256', secret).update(userId).digest('hex');

const open = (desk: TestApp, body: object, options?: ApiOptions): Promise<ApiAnswer<CreatedSessionDto & Problem>> =>
  desk.api.post('/api/v1/sessions', body, options);

interface Known {
  readonly userId: string | null;
  readonly userVerified: boolean;
}

/** Who the conversation's customer is on record: what domain tools go by. */
async function onRecord(desk: TestApp, sessionId: string): Promise<Known | undefined> {
  const [row] = await desk.app.get(Database).query<Known>(
    {
      name: 'test_user_of',
      text: `SELECT user_id AS "userId", user_verified AS "userVerified" FROM conversations WHERE session_id = $1`,
    },
    [sessionId],
  );
  return row;
}

describe.each(DATABASE_KINDS)('verified identity (%s)', (kind) => {
  let desk: TestApp;
  beforeAll(async () => {
    desk = await startTestApp({
      ...{ database: kind, sampleKnowledge: false, AUTH_TOKEN_SECRET: TOKEN_SECRET },
      IDENTITY_SECRETS: `${LATER_SECRET},${SECRET}`,
    });
  });

  const identify = (
    { session, token }: Pick<CreatedSessionDto, 'session' | 'token'>,
    body: object,
  ): Promise<ApiAnswer<Known & Problem & { sessionId: string }>> =>
    desk.api.put(`/api/v1/sessions/${session.sessionId}/identity`, body, { token });

  it.each([
    ['a token', async () => ({ identityToken: await sign('ada') })],
    ['a token of the other secret', async () => ({ identityToken: await sign('ada', LATER_SECRET) })],
    ['a token beside the same userId', async () => ({ identityToken: await sign('ada'), userId: 'ada' })],
    ['a hash', async () => ({ userId: 'ada', userHash: hashOf('ada') })],
    ['a hash in capitals', async () => ({ userId: 'ada', userHash: hashOf('ada', LATER_SECRET).toUpperCase() })],
  ])('opens a session of a verified customer with %s', async (_proof, claim) => {
    const { status, body } = await open(desk, await claim());
    expect([status, body.userVerified, body.session.userId]).toEqual([201, true, 'ada']);
    expect(await onRecord(desk, body.session.sessionId)).toEqual({ userId: 'ada', userVerified: true });
  });

  it('leaves what is only said as claimed, and believes a service', async () => {
    const claimed = await open(desk, { userId: 'ada' });
    expect([claimed.status, claimed.body.userVerified]).toEqual([201, false]);
    expect(await onRecord(desk, claimed.body.session.sessionId)).toEqual({ userId: 'ada', userVerified: false });
    const service = await open(desk, { userId: 'ada' }, { apiKey: desk.adminKey });
    expect(await onRecord(desk, service.body.session.sessionId)).toEqual({ userId: 'ada', userVerified: true });
    const nobody = await open(desk, {}, { apiKey: desk.adminKey });
    expect(await onRecord(desk, nobody.body.session.sessionId)).toEqual({ userId: null, userVerified: false });
  });

  const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const inSeconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;
  const FORGERIES: [string, () => Promise<object> | object, RegExp][] = [
    ['signed with another secret', async () => ({ identityToken: await sign('ada', 'x'.repeat(40)) }), /not signed/],
    ['of the secret of session tokens', async () => ({ identityToken: await sign('ada', TOKEN_SECRET) }), /not signed/],
    [
      'alg none',
      () => ({ identityToken: new UnsecuredJWT().setSubject('ada').setExpirationTime('5m').encode() }),
      /algorithm/,
    ],
    ['of another algorithm', async () => ({ identityToken: await sign('ada', SECRET, '5m', 'HS512') }), /HS256/],
    [
      'of a key pair that nobody told of',
      async () => ({
        identityToken: await new SignJWT({ sub: 'ada', exp: inSeconds(60) })
          .setProtectedHeader({ alg: 'RS256' })
          .sign(key.privateKey),
      }),
      /algorithm/,
    ],
    ['expired', async () => ({ identityToken: await sign('ada', SECRET, '-1m') }), /expired/],
    ['without exp', async () => ({ identityToken: await sign('ada', SECRET, null) }), /exp is missing/],
    ['good for too long', async () => ({ identityToken: await sign('ada', SECRET, '2d') }), /24 hours/],
    [
      'without sub',
      async () => ({
        identityToken: await new SignJWT({ exp: inSeconds(60) })
          .setProtectedHeader({ alg: 'HS256' })
          .sign(bytes(SECRET)),
      }),
      /sub is missing/,
    ],
    ['of an empty customer', async () => ({ identityToken: await sign('') }), /sub/],
    ['of a customer with NUL', async () => ({ identityToken: await sign('a\u0000b') }), /NUL/],
    [
      'for another purpose',
      async () => ({
        identityToken: await new SignJWT({ sub: 'ada', exp: inSeconds(60) })
          .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
          .sign(bytes(SECRET)),
      }),
      /algorithm|kind/,
    ],
    ['no JWT', () => ({ identityToken: 'ada' }), /no signed JWT/],
    ['another customer’s hash', () => ({ userId: 'ada', userHash: hashOf('bob') }), /userHash/],
    ['a hash under another secret', () => ({ userId: 'ada', userHash: hashOf('ada', TOKEN_SECRET) }), /userHash/],
  ];
  it.each(FORGERIES)('refuses a proof that is %s', async (_what, claim, reason) => {
    const body = await claim();
    const opened = await open(desk, body);
    expect([opened.status, opened.body]).toMatchObject([401, { code: 'identity_invalid' }]);
    expect(opened.body.detail).toMatch(reason);
    const anonymous = (await open(desk, {})).body;
    const identified = await identify(anonymous, body);
    expect([identified.status, identified.body.code]).toEqual([401, 'identity_invalid']);
    expect(await onRecord(desk, anonymous.session.sessionId)).toEqual({ userId: null, userVerified: false });
  });

  it.each([
    ['userHash', { userHash: hashOf('ada') }, 'userId'],
    ['half a hash', { userId: 'ada', userHash: 'abc' }, 'userHash'],
    ['both proofs', { identityToken: 'x.y.z', userHash: hashOf('ada') }, 'userHash'],
  ])('refuses %s and names the field', async (_what, body, field) => {
    const { status, body: problem } = await open(desk, body);
    expect([status, problem]).toMatchObject([400, { errors: [{ field }] }]);
  });

  it('refuses a token beside another userId', async () => {
    const { status, body } = await open(desk, { userId: 'bob', identityToken: await sign('ada') });
    expect([status, body]).toMatchObject([400, { errors: [{ field: 'userId' }] }]);
  });

  it('comes to a conversation that has begun, and stays that customer’s', async () => {
    const opened = (await open(desk, { userId: 'somebody' })).body;
    const { sessionId } = opened.session;
    expect((await identify(opened, { userId: 'ada' })).status).toBe(400);
    const first = await identify(opened, { identityToken: await sign('ada') });
    expect([first.status, first.body]).toEqual([200, { sessionId, userId: 'ada', userVerified: true }]);
    expect((await identify(opened, { userId: 'ada', userHash: hashOf('ada') })).status).toBe(200);
    const other = await identify(opened, { identityToken: await sign('bob') });
    expect([other.status, other.body.code]).toEqual([409, 'conflict']);
    expect(await onRecord(desk, sessionId)).toEqual({ userId: 'ada', userVerified: true });
    const read = await desk.api.get<{ userId: string }>(`/api/v1/sessions/${sessionId}`, { token: opened.token });
    expect(read.body.userId).toBe('ada');
    // Another session's token does not reach it.
    const stranger = (await open(desk, {})).body;
    const across = await identify(
      { session: opened.session, token: stranger.token },
      { identityToken: await sign('ada') },
    );
    expect(across.status).toBe(403);
  });

  it('is lost when the customer changes the userId, and can not be claimed back', async () => {
    const { session, token } = (await open(desk, { identityToken: await sign('ada') })).body;
    const patch = (userId: string | null): Promise<ApiAnswer> =>
      desk.api.patch(`/api/v1/sessions/${session.sessionId}`, { userId }, { token });
    for (const userId of ['bob', 'ada', null]) {
      expect((await patch(userId)).status).toBe(200);
      expect(await onRecord(desk, session.sessionId)).toEqual({ userId, userVerified: false });
    }
    await desk.api.patch(`/api/v1/sessions/${session.sessionId}`, { metadata: { a: 1 } }, { token });
    expect(await onRecord(desk, session.sessionId)).toEqual({ userId: null, userVerified: false });
  });
});

it('a desk without IDENTITY_* says which variable is missing', async () => {
  const desk = await startTestApp({ sampleKnowledge: false });
  const token = await open(desk, { identityToken: await sign('ada') });
  expect([token.status, token.body.detail]).toEqual([400, expect.stringContaining('IDENTITY_SECRETS')]);
  const hash = await open(desk, { userId: 'ada', userHash: hashOf('ada') });
  expect([hash.status, hash.body.detail]).toEqual([400, expect.stringContaining('IDENTITY_SECRETS')]);
});

describe('a key pair', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const PAIRS = [
    ['RS256', rsa],
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'prime256v1' })],
    ['EdDSA', generateKeyPairSync('ed25519')],
  ] as const;

  it.each(PAIRS)('of %s verifies tokens with the right issuer and audience', async (alg, { privateKey, publicKey }) => {
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const file = join(tempFolder(), 'identity.pem');
    writeFileSync(file, pem);
    const desk = await startTestApp({
      sampleKnowledge: false,
      IDENTITY_PUBLIC_KEY: alg === 'RS256' ? file : pem.replaceAll('\n', '\\n'),
      IDENTITY_ISSUER: 'https://login.shop.example',
      IDENTITY_AUDIENCE: 'frontdesk',
    });
    const token = (claims: object, signer = privateKey, algorithm: string = alg): Promise<string> =>
      new SignJWT({ sub: 'ada', iss: 'https://login.shop.example', aud: 'frontdesk', ...claims })
        .setProtectedHeader({ alg: algorithm })
        .setExpirationTime('5m')
        .sign(signer);
    const good = await open(desk, { identityToken: await token({}) });
    expect([good.status, good.body.userVerified]).toEqual([201, true]);
    const forged = [
      await token({ iss: 'https://evil.example' }),
      await token({ aud: 'another service' }),
      await token({}, generateKeyPairSync('ed25519').privateKey, 'EdDSA'),
      // The public key is public: nothing signed with it as a secret is good.
      await new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('5m').sign(bytes(pem)),
    ];
    for (const identityToken of forged) {
      expect(await open(desk, { identityToken })).toMatchObject({ status: 401, body: { code: 'identity_invalid' } });
    }
    const hash = await open(desk, { userId: 'ada', userHash: hashOf('ada') });
    expect([hash.status, hash.body.detail]).toEqual([400, expect.stringContaining('IDENTITY_SECRETS')]);
  });

  it.each([
    ['a private key', rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    [
      'a short key',
      createPublicKey(
        generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' }),
      )
        .export({ type: 'spki', format: 'pem' })
        .toString(),
    ],
    [
      'another curve',
      generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString(),
    ],
    ['no file', '/nowhere/identity.pem'],
  ])('that is %s stops the start, and is not shown', async (_what, value) => {
    const failure = await startTestApp({ sampleKnowledge: false, IDENTITY_PUBLIC_KEY: value }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'config_invalid', message: expect.stringContaining('IDENTITY_PUBLIC_KEY') });
    if (value.startsWith('-----')) expect(String(failure)).not.toContain(value.slice(60, 100));
  });
});
