import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Operation, OPERATIONS, type OperationName } from '../../src/transport/operations.js';
import {
  callRest,
  callSocket,
  type Caller,
  type Credential,
  forgedTokens,
  makeAttachment,
  makeKey,
  TOKEN_SECRET,
  type Verdict,
} from '../support/access-cells.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';

const rows = Object.entries(OPERATIONS) as [OperationName, Operation][];
const rest = rows.filter(([, { at }]) => !at.startsWith('socket'));
const sockets = rows.filter(([, { at }]) => at.startsWith('socket'));
const guarded = rest.filter(([, { roles }]) => roles.length > 0);
const CALLERS: readonly Caller[] = ['nobody', 'owner', 'other', 'chat', 'knowledge', 'operator', 'admin'];

/** Operations that end what the others need get a session of their own. */
const ENDS_SOMETHING = new Set<OperationName>([
  'sessions.delete',
  'tokens.renew',
  'tokens.revoke',
  'attachments.delete',
]);

function mayCall({ at, roles }: Operation, caller: Caller): boolean {
  if (roles.length === 0) return true;
  if (caller === 'nobody' || caller === 'other') return false;
  // An admin key is no customer: the customers' namespace knows sessions only.
  if (caller === 'admin') return !at.startsWith('socket /chat');
  return roles.includes(caller);
}

describe('who may call what', () => {
  let desk: TestApp;
  let session: TestSession;
  let other: TestSession;
  let attachmentId: string;
  const keys: Partial<Record<Caller, string>> = {};

  beforeAll(async () => {
    desk = await startTestApp({ AUTH_TOKEN_SECRET: TOKEN_SECRET, RATE_LIMIT_ENABLED: 'false', LOG_LEVEL: 'fatal' });
    [session, other] = [await desk.newSession(), await desk.newSession()];
    await desk.ask(session, 'How long does delivery take?');
    attachmentId = await makeAttachment(desk, session);
    for (const scope of ['chat', 'knowledge', 'operator', 'admin'] as const) {
      keys[scope] = (await makeKey(desk, scope)).key;
    }
  });
  afterAll(() => desk.close());

  function credentialOf(caller: Caller, owned: TestSession): Credential {
    if (caller === 'nobody') return {};
    if (caller === 'owner') return { token: owned.token };
    if (caller === 'other') return { token: other.token };
    return { apiKey: keys[caller] ?? '' };
  }

  async function attempt(name: OperationName, caller: Caller): Promise<Verdict> {
    const row: Operation = OPERATIONS[name];
    if (!ENDS_SOMETHING.has(name)) {
      return callRest(desk, row, { sessionId: session.sessionId, attachmentId }, credentialOf(caller, session));
    }
    const own = await desk.newSession();
    const about = {
      sessionId: own.sessionId,
      ...(row.ownerByHandler ? { attachmentId: await makeAttachment(desk, own) } : {}),
    };
    return callRest(desk, row, about, credentialOf(caller, own));
  }

  it.each(rest)('%s over REST', async (name, row) => {
    const seen: Partial<Record<Caller, Verdict>> = {};
    for (const caller of CALLERS) seen[caller] = await attempt(name, caller);
    const expected = CALLERS.map((caller) => {
      if (mayCall(row, caller)) return [caller, 'allowed'];
      if (caller === 'other' && row.ownerByHandler) return [caller, 'refused: 404'];
      return [caller, caller === 'nobody' ? 'refused: 401' : 'refused: 403'];
    });
    expect(seen).toEqual(Object.fromEntries(expected));
  });

  it.each(sockets)('%s', async (_name, row) => {
    for (const caller of CALLERS) {
      const verdict = await callSocket(desk, row, credentialOf(caller, session));
      // Another customer is let into their own session: a socket can name no other.
      const allowed = caller === 'other' ? row.at.startsWith('socket /chat') : mayCall(row, caller);
      expect([caller, verdict]).toEqual([caller, allowed ? 'allowed' : expect.stringMatching(/^refused: /)]);
    }
  });

  it('refuses every forged token everywhere', async () => {
    const forged = await forgedTokens(session);
    expect(Object.keys(forged)).toHaveLength(8);
    for (const [flaw, token] of Object.entries(forged)) {
      for (const [name, row] of guarded) {
        const about = { sessionId: session.sessionId, attachmentId };
        expect([flaw, name, await callRest(desk, row, about, { token })]).toEqual([flaw, name, 'refused: 401']);
      }
      for (const [name, row] of sockets) {
        expect([flaw, name, await callSocket(desk, row, { token })]).toEqual([
          flaw,
          name,
          expect.stringMatching(/^refused: /),
        ]);
      }
    }
  });

  it('refuses a token that was revoked, and one of a deleted session', async () => {
    const [revoked, deleted] = [await desk.newSession(), await desk.newSession()];
    const renewed = await desk.api.post<{ token: string }>(
      `/api/v1/sessions/${revoked.sessionId}/tokens`,
      { revokeOthers: true },
      { token: revoked.token },
    );
    expect(renewed.status).toBe(201);
    await desk.api.delete(`/api/v1/sessions/${deleted.sessionId}`, { token: deleted.token });
    const owned = guarded.filter(([, { roles, ownerByHandler }]) => roles.includes('owner') && !ownerByHandler);
    for (const [name, row] of owned.filter(([name]) => !ENDS_SOMETHING.has(name))) {
      expect([name, await callRest(desk, row, revoked, { token: revoked.token })]).toEqual([name, 'refused: 401']);
      const opened = await callRest(desk, row, revoked, { token: renewed.body.token });
      expect([name, opened]).toEqual([name, 'allowed']);
    }
    const history = await desk.api.get(`/api/v1/chat/${deleted.sessionId}/messages`, { token: deleted.token });
    expect([401, 410]).toContain(history.status);
    const said = await desk.ask(deleted, 'Is anybody there?');
    expect([401, 410]).toContain(said.status);
  });

  it('refuses keys that are revoked, expired, unknown, cut or sent as something else, everywhere', async () => {
    const gone = await makeKey(desk, 'admin');
    await desk.api.delete(`/api/v1/keys/${gone.keyId}`, { apiKey: desk.adminKey });
    const wrong: Record<string, Credential> = {
      revoked: { apiKey: gone.key },
      unknown: { apiKey: 'fd_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
      cut: { apiKey: desk.adminKey.slice(0, -1) },
      'in upper case': { apiKey: desk.adminKey.toUpperCase() },
      empty: { apiKey: '' },
      'as a bearer token': { token: desk.adminKey },
    };
    for (const [flaw, credential] of Object.entries(wrong)) {
      for (const [name, row] of guarded) {
        const about = { sessionId: session.sessionId, attachmentId };
        expect([flaw, name, await callRest(desk, row, about, credential)]).toEqual([flaw, name, 'refused: 401']);
      }
      for (const [name, row] of sockets) {
        const verdict = await callSocket(desk, row, credential);
        expect([flaw, name, verdict]).toEqual([flaw, name, expect.stringMatching(/^refused: /)]);
      }
    }
  });
});
