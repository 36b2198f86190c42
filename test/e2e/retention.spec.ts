import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventArchive } from '../../src/conversation/event-archive.js';
import { OldMessages } from '../../src/conversation/old-messages.js';
import { type MessagePageDto } from '../../src/chat/messages.dto.js';
import { Database } from '../../src/database/database.js';
import { type ErasureDto } from '../../src/privacy/customers.dto.js';
import { Retention, type RetentionTimes } from '../../src/privacy/retention.js';
import { DATABASE_KINDS } from '../support/databases.js';
import { FakeClock } from '../support/fake-clock.js';
import { newSession, upload } from '../support/known-customer.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const DAY_MS = 86_400_000;
const NEVER: RetentionTimes = { sessions: null, messages: null, attachments: null, audit: null, receipts: null };
const NOTHING = { sessions: 0, messages: 0, attachments: 0, audit: 0, receipts: 0 };

describe.each(DATABASE_KINDS)('retention (%s)', (kind) => {
  const clock = new FakeClock();
  let desk: TestApp;
  beforeAll(async () => {
    desk = await startTestApp({ clock, database: kind, sampleKnowledge: false });
  }, 120_000);
  afterAll(() => desk.close());

  const run = (times: Partial<RetentionTimes>): Promise<object> =>
    desk.app.get(Retention, { strict: false }).run({ ...NEVER, ...times }, new AbortController().signal);
  const daysAgo = (days: number): Date => new Date(clock.now() - days * DAY_MS);
  const count = async (
    table: 'attachment_blobs_to_delete' | 'memories' | 'feedback' | 'turns' | 'audit_log',
  ): Promise<number> => {
    const statement = { name: `test_count_${table}`, text: `SELECT count(*)::int AS count FROM ${table}` };
    const [row] = await desk.app.get(Database, { strict: false }).query<{ count: number }>(statement);
    return row?.count ?? 0;
  };
  const ask = async (sessionId: string, message: string): Promise<string> => {
    const path = `/api/v1/chat/${sessionId}/messages`;
    const { status, body } = await desk.api.post<{ messageId: string }>(path, { message }, { apiKey: desk.adminKey });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body.messageId;
  };
  const history = async (sessionId: string, query = ''): Promise<number[]> => {
    const path = `/api/v1/chat/${sessionId}/messages${query}`;
    const { body } = await desk.api.get<MessagePageDto>(path, { apiKey: desk.adminKey });
    return body.data.map(({ seq }) => seq);
  };

  it('removes old messages from the beginning of a conversation, which goes on as before', async () => {
    const session = await newSession(desk, 'long');
    const { sessionId } = session;
    const first = await ask(sessionId, 'My email address is old@example.com.');
    await desk.api.put(`/api/v1/chat/${sessionId}/messages/${first}/feedback`, { rating: 'like' }, session);
    await ask(sessionId, 'And the second question?');
    const [memories, feedback, turns] = [await count('memories'), await count('feedback'), await count('turns')];
    clock.advance(10 * DAY_MS);
    await ask(sessionId, 'A young question?');
    expect(await run({ messages: daysAgo(30) })).toEqual(NOTHING);
    expect(await run({ messages: daysAgo(5) })).toEqual({ ...NOTHING, messages: 4 });
    expect(await run({ messages: daysAgo(5) })).toEqual(NOTHING);
    expect([memories - (await count('memories')), feedback - (await count('feedback'))]).toEqual([memories, 1]);
    expect(turns + 1 - (await count('turns'))).toBe(2);

    await ask(sessionId, 'One more?');
    expect([await history(sessionId), await history(sessionId, '?afterSeq=6')]).toEqual([
      [5, 6, 7, 8],
      [7, 8],
    ]);
    const { events, lastSeq } = await desk.app.get(EventArchive, { strict: false }).after(sessionId, 0, 100);
    let covered = 0;
    for (const event of events) {
      expect(('fromSeq' in event ? event.fromSeq : undefined) ?? event.seq).toBe(covered + 1);
      covered = event.seq;
    }
    expect([covered, JSON.stringify(events).includes('second question')]).toEqual([lastSeq, false]);
    const { body } = await desk.api.get<{ messageCount: number }>(`/api/v1/sessions/${sessionId}`, {
      apiKey: desk.adminKey,
    });
    expect(body.messageCount).toBe(4);
  });

  it('keeps a question whose answer is young, and removes no more at a time than it is told', async () => {
    const { sessionId } = await newSession(desk, 'paired');
    await ask(sessionId, 'One?');
    await ask(sessionId, 'Two?');
    const database = desk.app.get(Database, { strict: false });
    const later = { name: 'test_later', text: `UPDATE messages SET created_at = $2 WHERE session_id = $1 AND seq = 4` };
    await database.query(later, [sessionId, new Date(clock.now() + 2 * DAY_MS)]);
    clock.advance(3 * DAY_MS);
    const old = desk.app.get(OldMessages, { strict: false });
    expect(await old.remove(sessionId, daysAgo(2), 1)).toBe(1);
    expect(await history(sessionId)).toEqual([2, 3, 4]);
    expect(await old.remove(sessionId, daysAgo(2), 100)).toBe(1);
    expect(await history(sessionId)).toEqual([3, 4]);
    expect(await old.remove(sessionId, daysAgo(1.5), 100)).toBe(0);
    expect(await old.remove(sessionId, daysAgo(0.5), 100)).toBe(2);
    await ask(sessionId, 'Three?');
    expect(await history(sessionId)).toEqual([5, 6]);
  });

  it('deletes conversations in which nothing happened, for ever', async () => {
    const idle = await newSession(desk, 'idle', { page: 'canary' });
    await ask(idle.sessionId, 'Anybody here?');
    clock.advance(40 * DAY_MS);
    const busy = await newSession(desk, 'busy');
    await ask(busy.sessionId, 'Me.');
    expect(await run({ sessions: daysAgo(30), messages: daysAgo(30) })).toMatchObject({ sessions: 3, messages: 0 });
    const gone = await desk.api.get(`/api/v1/sessions/${idle.sessionId}`, { apiKey: desk.adminKey });
    expect(gone.status).toBe(410);
    expect(await history(busy.sessionId)).toEqual([1, 2]);
  });

  it('removes files, entries of the audit log and receipts by their age', async () => {
    const session = await newSession(desk, 'files');
    await upload(desk.api, session, 'The kettle is blue.', 'old.txt');
    await desk.api.delete<ErasureDto>('/api/v1/customers/nobody', { apiKey: desk.adminKey });
    const before = await count('audit_log');
    expect(before).toBeGreaterThan(0);
    clock.advance(20 * DAY_MS);
    const young = await newSession(desk, 'files');
    await upload(desk.api, young, 'The toaster is red.', 'young.txt');
    const { body } = await desk.api.delete<ErasureDto>('/api/v1/customers/nobody', { apiKey: desk.adminKey });
    expect(body.earlierReceipts).toHaveLength(1);
    const tenDays = daysAgo(10);
    expect(await run({ attachments: tenDays, audit: tenDays, receipts: tenDays })).toEqual({
      ...{ ...NOTHING, attachments: 1, audit: before, receipts: 1 },
    });
    expect([await count('attachment_blobs_to_delete'), await count('audit_log')]).toEqual([1, 1]);
    const receipt = await desk.api.get(`/api/v1/erasures/${body.receiptId}`, { apiKey: desk.adminKey });
    expect(receipt.status).toBe(200);
    const lost = await desk.api.get(`/api/v1/erasures/${body.earlierReceipts[0]}`, { apiKey: desk.adminKey });
    expect(lost.status).toBe(404);
  });
});
