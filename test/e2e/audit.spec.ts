import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type AuditEntryDto, type AuditPageDto } from '../../src/auth/audit.dto.js';
import { type CreatedKeyDto } from '../../src/auth/keys.dto.js';
import { Database } from '../../src/database/database.js';
import { createTestDatabase, DATABASE_KINDS } from '../support/databases.js';
import { connectCustomer, connectOperator } from '../support/socket-client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const page = async (desk: TestApp, query = ''): Promise<AuditPageDto> => {
  const { status, body } = await desk.api.get<AuditPageDto>(`/api/v1/audit${query}`, { apiKey: desk.adminKey });
  expect(status).toBe(200);
  return body;
};

const newKey = async (desk: TestApp, name: string, scopes: string[]): Promise<CreatedKeyDto> =>
  (await desk.api.post<CreatedKeyDto>('/api/v1/keys', { name, scopes }, { apiKey: desk.adminKey })).body;

const acts = async (desk: TestApp, actor: string): Promise<AuditEntryDto[]> =>
  (await page(desk, `?actor=${actor}&limit=200`)).data;

describe.each(DATABASE_KINDS)('the audit log (%s)', (kind) => {
  let desk: TestApp;
  beforeAll(async () => {
    desk = await startTestApp({ database: kind, sampleKnowledge: false, LOG_LEVEL: 'fatal' });
  });

  it('has who did what to which thing, when, from where, and under which request', async () => {
    const { key, keyId } = await newKey(desk, 'librarian', ['knowledge']);
    const since = Date.now();
    const document = { title: 'Opening hours', text: 'We open at nine.' };
    const headers = { 'x-request-id': 'req-of-mine' };
    const options = { apiKey: key, headers };
    const one = await desk.api.post<{ documentId: string }>('/api/v1/knowledge/documents', document, options);
    const documents = ['a', 'b'].map((title) => ({ title, text: `text of ${title}` }));
    const two = await desk.api.post<{ documents: { documentId: string }[] }>(
      '/api/v1/knowledge/documents',
      { documents },
      options,
    );
    const { documentId } = one.body;
    await desk.api.delete(`/api/v1/knowledge/documents/${documentId}`, options);
    // Not an act of administration.
    await desk.api.get('/api/v1/knowledge/documents', options);
    const entries = await acts(desk, keyId);
    const common = { actor: { id: keyId, name: 'librarian' }, outcome: 'ok', requestId: 'req-of-mine' };
    const ids = two.body.documents.map((added) => added.documentId);
    expect(entries).toMatchObject([
      { ...common, action: 'documents.delete', subject: { documentId } },
      { ...common, action: 'documents.add', subject: { documentId: ids } },
      { ...common, action: 'documents.add', subject: { documentId } },
    ]);
    for (const { at, address } of entries) {
      expect(Date.parse(at)).toBeGreaterThanOrEqual(since);
      expect(address).toMatch(/127\.0\.0\.1$/);
    }
  });

  it('has acts that failed, and those that the key may not do', async () => {
    const { key, keyId } = await newKey(desk, 'newcomer', ['operator']);
    await desk.api.post('/api/v1/tickets/tkt_nobody/claim', {}, { apiKey: key });
    await desk.api.delete('/api/v1/keys/key_nobody', { apiKey: key });
    await desk.api.post('/api/v1/keys', { name: 'more', scopes: ['admin'] }, { apiKey: key });
    await desk.api.patch('/api/v1/tickets/tkt_nobody', { status: 'nonsense' }, { apiKey: key });
    expect((await acts(desk, keyId)).map(({ action, outcome }) => [action, outcome])).toEqual([
      ['tickets.update', 'validation_failed'],
      ['keys.create', 'forbidden'],
      ['keys.revoke', 'forbidden'],
      ['tickets.claim', 'not_found'],
    ]);
  });

  it('has acts over the console’s socket', async () => {
    const { key, keyId } = await newKey(desk, 'night shift', ['operator']);
    const session = await desk.newSession();
    const customer = connectCustomer(desk.url, session);
    const { ticketId } = await customer.do('handoff.request', {});
    const console = connectOperator(desk.url, { apiKey: key, name: 'Ada' });
    await console.do('ticket.claim', { ticketId });
    await console.do('message.send', {
      sessionId: session.sessionId,
      message: 'a secret canary',
      clientMessageId: 'm',
    });
    await console.do('ticket.release', { ticketId, note: 'another canary' });
    expect(await console.send('ticket.claim', { ticketId: 'tkt_nobody' })).toMatchObject({ ok: false });
    const entries = await acts(desk, keyId);
    const actor = { id: keyId, name: 'night shift' };
    expect(entries).toMatchObject([
      { actor, action: 'console.ticket.claim', outcome: 'not_found' },
      { actor, action: 'console.ticket.release', outcome: 'ok', subject: { ticketId } },
      { actor, action: 'console.ticket.claim', outcome: 'ok', subject: { ticketId, sessionId: session.sessionId } },
    ]);
    for (const { address, requestId } of entries) {
      expect([address, requestId]).toEqual([expect.stringMatching(/127\.0\.0\.1$/), expect.stringMatching(/^req_/)]);
    }
    expect(JSON.stringify(entries)).not.toContain('canary');
  });

  it('leaves out what customers do, and never holds a key or a customer’s id', async () => {
    const session = await desk.newSession();
    const before = (await page(desk)).data.length;
    await desk.api.patch(`/api/v1/sessions/${session.sessionId}`, { metadata: { a: 1 } }, session);
    expect((await page(desk, '?action=sessions.update')).data).toEqual([]);
    expect(before).toBeGreaterThan(0);
    const made = await newKey(desk, 'secret keeper', ['chat']);
    const userId = `ada-${randomUUID()}`;
    const apiKey = desk.adminKey;
    await desk.api.get(`/api/v1/customers/${userId}/export`, { apiKey });
    await desk.api.delete(`/api/v1/customers/${userId}`, { apiKey });
    await desk.api.patch(`/api/v1/sessions/${session.sessionId}`, { userId }, { apiKey });
    const { data } = await page(desk, '?limit=200');
    const text = JSON.stringify(data);
    expect(text).not.toContain(userId);
    expect(text).not.toContain(made.key);
    expect(text).toContain(made.keyId);
    const about = data.filter(({ action }) => action.startsWith('customers.')).map(({ subject }) => subject.customer);
    expect(new Set(about)).toEqual(new Set([expect.stringMatching(/^[0-9a-f]{32}$/)]));
    expect(about).toHaveLength(2);
  });

  it('is read page by page, by action and by actor, and reading is an act too', async () => {
    const { key, keyId } = await newKey(desk, 'auditor', ['admin']);
    for (let n = 0; n < 5; n += 1) await desk.api.get(`/api/v1/audit?limit=${n + 1}`, { apiKey: key });
    const seen: string[] = [];
    let cursor = '';
    do {
      const { data, nextCursor } = await page(desk, `?actor=${keyId}&action=audit.list&limit=2${cursor}`);
      seen.push(...data.map(({ auditId }) => auditId));
      cursor = nextCursor === null ? '' : `&cursor=${nextCursor}`;
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
    const all = (await page(desk, '?limit=200')).data.map(({ at }) => at);
    expect(all).toEqual(all.toSorted().toReversed());
    for (const query of ['?cursor=x', '?action=nothing', '?actor=%27', '?limit=0']) {
      expect((await desk.api.get(`/api/v1/audit${query}`, { apiKey: key })).status).toBe(400);
    }
    expect((await desk.api.get('/api/v1/audit', { apiKey: (await newKey(desk, 'x', ['chat'])).key })).status).toBe(403);
  });

  it('can’t be changed, not even in the database', async () => {
    await newKey(desk, 'anything', ['chat']);
    const database = desk.app.get(Database);
    for (const change of [`outcome = 'forbidden'`, `outcome = NULL`, `actor_id = 'nobody'`, `at = now()`]) {
      const statement = { name: `test_${change.replace(/\W/g, '')}`, text: `UPDATE audit_log SET ${change}` };
      await expect(database.query(statement)).rejects.toThrow('never changed');
    }
  });

  it('is not optional: an act that can’t be recorded is not done', async () => {
    const { key } = await newKey(desk, 'librarian', ['knowledge', 'admin']);
    const database = desk.app.get(Database);
    const apiKey = key;
    await database.query({ name: 'test_hide_audit', text: 'ALTER TABLE audit_log RENAME TO audit_log_hidden' });
    try {
      const added = await desk.api.post('/api/v1/knowledge/documents', { title: 'Unseen', text: 'unseen' }, { apiKey });
      expect(added.status).toBe(500);
    } finally {
      await database.query({ name: 'test_show_audit', text: 'ALTER TABLE audit_log_hidden RENAME TO audit_log' });
    }
    const { body } = await desk.api.get<{ data: { title: string }[] }>('/api/v1/knowledge/documents', { apiKey });
    expect(body.data.map(({ title }) => title)).not.toContain('Unseen');
  });
});

it('the audit log of two instances is one', async () => {
  const database = await createTestDatabase('postgres');
  const a = await startTestApp({ database, sampleKnowledge: false });
  const b = await startTestApp({ database, sampleKnowledge: false, ADMIN_API_KEY: a.adminKey });
  const { key, keyId } = await newKey(a, 'shared', ['knowledge']);
  for (const desk of [a, b, a, b]) {
    await desk.api.post('/api/v1/knowledge/documents', { title: 'x', text: randomUUID() }, { apiKey: key });
  }
  expect(await acts(b, keyId)).toHaveLength(4);
  expect(await acts(a, keyId)).toEqual(await acts(b, keyId));
  await a.api.delete(`/api/v1/keys/${keyId}`, { apiKey: a.adminKey });
  expect((await b.api.get('/api/v1/knowledge/documents', { apiKey: key })).status).toBe(401);
});
