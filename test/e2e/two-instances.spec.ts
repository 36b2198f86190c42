import { expect, it } from '@jest/globals';
import { type AgentResponseDto } from '../../src/chat/agent-response.dto.js';
import { type MessagePageDto } from '../../src/chat/messages.dto.js';
import { createTestDatabase } from '../support/databases.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** Without a shared session store nothing but Postgres stands between two instances: the epoch alone must be enough. */
it('two instances on one Postgres answer every message of a conversation once', async () => {
  const database = await createTestDatabase('postgres');
  const first = await startTestApp({ database });
  const second = await startTestApp({ database, ADMIN_API_KEY: first.adminKey });
  const customer = await first.newSession();

  const askUntilAnswered = async (desk: TestApp, n: number): Promise<AgentResponseDto> => {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const answer = await desk.ask(customer, `Message ${n}: when is support open?`, { clientMessageId: `m-${n}` });
      if (answer.status === 200) return answer.body;
      // Outrun by the other instance: a typed, retryable refusal, and the message is kept.
      expect([answer.status, answer.body]).toMatchObject([409, { code: 'conversation_busy', retryable: true }]);
    }
    throw new Error(`message ${n} was never answered`);
  };
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => askUntilAnswered(n % 2 === 0 ? first : second, n)),
  );
  // The same messages again, to the other instance: the same answers.
  const again = await Promise.all(
    Array.from({ length: 40 }, (_, n) => askUntilAnswered(n % 2 === 0 ? second : first, n)),
  );
  expect(again).toEqual(answers);

  const { body } = await second.api.get<MessagePageDto>(
    `/api/v1/chat/${customer.sessionId}/messages?limit=200`,
    customer,
  );
  expect(body.data.map(({ seq }) => seq)).toEqual(Array.from({ length: 80 }, (_, n) => n + 1));
  expect(body.data.filter(({ role }) => role === 'customer')).toHaveLength(40);
  expect(new Set(answers.map(({ messageId }) => messageId)).size).toBe(40);
});

it('a document is searchable on every instance when its POST returned, and on none when its DELETE did', async () => {
  const database = await createTestDatabase('postgres');
  const first = await startTestApp({ database });
  const second = await startTestApp({ database, ADMIN_API_KEY: first.adminKey });
  const apiKey = first.adminKey;
  const found = async (query: string): Promise<number> => {
    const search = await second.api.post<{ sources: unknown[] }>('/api/v1/knowledge/search', { query }, { apiKey });
    return search.body.sources.length;
  };
  for (let n = 0; n < 10; n += 1) {
    const word = `snorkelwumpus${String.fromCharCode(97 + n)}`;
    const document = { title: word, text: `The ${word} is a lamp.` };
    const added = await first.api.post<{ documentId: string }>('/api/v1/knowledge/documents', document, { apiKey });
    expect(await found(word)).toBeGreaterThan(0);
    await first.api.delete(`/api/v1/knowledge/documents/${added.body.documentId}`, { apiKey });
    expect(await found(word)).toBe(0);
  }
});
