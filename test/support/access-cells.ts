import { SignJWT } from 'jose';
import { type Ack } from '@frontdesk/client';
import { type Operation, type Role } from '../../src/transport/operations.js';
import { type ApiOptions } from './api-client.js';
import { connectCustomer, connectOperator } from './socket-client.js';
import { type TestApp, type TestSession } from './test-app.js';

/** The secret that tokens are signed with, known here to make tokens that the desk itself would never give. */
export const TOKEN_SECRET = 'the secret that the access tests sign forged tokens with';

/** Who calls: nobody, a customer with the token of the session or of another one, or a key of one scope. */
export type Caller = 'nobody' | 'owner' | 'other' | Exclude<Role, 'owner'>;

/** A caller's credential, as REST and sockets take it. */
export interface Credential {
  readonly token?: string;
  readonly apiKey?: string;
}

/** What came of a call: let in, or the status or code that kept it out. */
export type Verdict = 'allowed' | `refused: ${string}`;

const PREFIX = '/api/v1';
const LONG_AGO = 1_600_000_000;

/** Makes an API key with one scope, or changed as `more` says; resolves to the key. */
export async function makeKey(
  desk: TestApp,
  scope: string,
  more: object = {},
): Promise<{ keyId: string; key: string }> {
  const made = await desk.api.post<{ keyId: string; key: string }>(
    `${PREFIX}/keys`,
    { name: `${scope} of the tests`, scopes: [scope], ...more },
    { apiKey: desk.adminKey },
  );
  if (made.status !== 201) throw new Error(`POST /keys: ${made.status} ${JSON.stringify(made.body)}`);
  return made.body;
}

/** A file of the session. */
export async function makeAttachment(desk: TestApp, session: TestSession): Promise<string> {
  const form = new FormData();
  form.set('sessionId', session.sessionId);
  form.set('file', new Blob(['The kettle of order 4711 is dented.']), 'note.txt');
  const added = await desk.api.post<{ attachmentId: string }>(`${PREFIX}/attachments`, form, { token: session.token });
  if (added.status !== 201) throw new Error(`POST /attachments: ${added.status} ${JSON.stringify(added.body)}`);
  return added.body.attachmentId;
}

/** Calls a REST operation about a session; bodies are empty, so what is let in may still be told that a field is missing. */
export async function callRest(
  desk: TestApp,
  { at, ownerByHandler }: Operation,
  about: Readonly<{ sessionId: string; attachmentId?: string }>,
  credential: Credential,
): Promise<Verdict> {
  const [method = '', path = ''] = at.split(' ');
  const ids: Record<string, string> = { attachmentId: 'att_none', ...about };
  const address = path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? `${name}_none`);
  const root = /^\/($|console|health|metrics)/.test(path);
  const leaving = new AbortController();
  const options: ApiOptions = { ...credential, headers: { 'last-event-id': '0' }, signal: leaving.signal };
  const body = method === 'GET' || method === 'DELETE' ? undefined : bodyFor(at, about.sessionId);
  const { status } = await desk.api.request(method, root ? path : `${PREFIX}${address}`, body, options);
  leaving.abort();
  if (status >= 500 && status !== 503) throw new Error(`${at}: ${status}`);
  // What is of another session is not there at all for a customer.
  const refused = status === 401 || status === 403 || (status === 404 && ownerByHandler);
  return refused ? `refused: ${status}` : 'allowed';
}

/** An upload names its session in its form, and that is what decides. */
function bodyFor(at: string, sessionId: string): object {
  if (at !== 'POST /attachments') return {};
  const form = new FormData();
  form.set('sessionId', sessionId);
  form.set('file', new Blob(['A note.']), 'note.txt');
  return form;
}

/** Connects to the namespace of a socket operation and sends its event with an empty body. */
export async function callSocket(desk: TestApp, { at }: Operation, credential: Credential): Promise<Verdict> {
  const [, namespace = '', event = ''] = at.split(' ');
  const connect = namespace === '/chat' ? connectCustomer : connectOperator;
  // Whatever the caller has, under every name a namespace reads.
  const client = connect(desk.url, { ...credential }, { reconnection: false });
  try {
    const refusal = await client.settled();
    if (refusal) return `refused: ${refusal.code}`;
    const ack = (await client.socket.timeout(20_000).emitWithAck(event, {})) as Ack<object>;
    if (ack.ok) return 'allowed';
    const { code } = ack.error;
    return ['unauthenticated', 'session_expired', 'forbidden'].includes(code) ? `refused: ${code}` : 'allowed';
  } finally {
    client.close();
  }
}

/** Tokens for a session that no desk has given, by what is wrong with them. */
export async function forgedTokens({ sessionId, token }: TestSession): Promise<Record<string, string>> {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const sign = (secret: string, typ: string, expiresAt: number): Promise<string> =>
    new SignJWT({ ...claims, sub: sessionId, exp: expiresAt })
      .setProtectedHeader({ alg: 'HS256', typ })
      .sign(new TextEncoder().encode(secret));
  const { typ } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { typ: string };
  const inAnHour = Math.floor(Date.now() / 1000) + 3600;
  const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  return {
    expired: await sign(TOKEN_SECRET, typ, LONG_AGO),
    'of another purpose': await sign(TOKEN_SECRET, 'JWT', inAnHour),
    'signed with another secret': await sign('a secret that this desk has never heard of', typ, inAnHour),
    'with another signature': `${header}.${payload}.${flipped}`,
    'with another session in it': `${header}.${encode({ ...claims, exp: inAnHour + 1 })}.${signature}`,
    unsigned: `${encode({ alg: 'none', typ })}.${payload}.`,
    'cut short': token.slice(0, -1),
    'that is none': 'not-a-token',
  };
}
