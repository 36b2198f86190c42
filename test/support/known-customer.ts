import { type AgentResponseDto } from '../../src/chat/agent-response.dto.js';
import { type CreatedSessionDto } from '../../src/chat/sessions.dto.js';
import { type TicketDto } from '../../src/handoff/handoff.dto.js';
import { type ApiClient } from './api-client.js';
import { pdf } from './pdf-writer.js';

/** A session of a customer whom the desk knows a lot of. */
export interface KnownSession {
  readonly sessionId: string;
  readonly token: string;
}

/** What somebody sent, left and was answered, each with a word of its own that appears nowhere else. */
export interface KnownCustomer {
  readonly userId: string;
  readonly sessions: readonly KnownSession[];
  /** Everything that must be in an archive of them. */
  readonly canaries: readonly string[];
}

/** A desk over HTTP, and a key that may do everything. */
export interface OpenDesk {
  readonly api: ApiClient;
  readonly adminKey: string;
}

/**
 * Somebody with two conversations, each with metadata, messages that are sent twice, memories, a rating, a text file, a PDF and a ticket
 * that a person had, with a note. `word` is in all of it.
 */
export async function knowCustomer({ api, adminKey }: OpenDesk, userId: string, word: string): Promise<KnownCustomer> {
  const sessions: KnownSession[] = [];
  const canaries: string[] = [userId];
  for (const n of [1, 2]) {
    const canary = (place: string): string => {
      canaries.push(`${word}${place}${n}`);
      return `${word}${place}${n}`;
    };
    const session = await newSession({ api, adminKey }, userId, { page: canary('metadata') });
    await upload(
      api,
      session,
      `The ${canary('text')} kettle has a warranty of 27 months.`,
      `${canary('filename')}.txt`,
    );
    await upload(api, session, pdf([`The ${canary('page')} toaster is blue.`]), 'card.pdf');
    const message = `My email address is ${canary('memory')}@example.com. Please cancel my ${canary('message')} order, the answer was wrong.`;
    const first = await send(api, session, message, 'sent-twice');
    const second = await send(api, session, message, 'sent-twice');
    if (first.messageId !== second.messageId) throw new Error('an answer that was given before was given anew');
    await ok(
      api.put(
        `/api/v1/chat/${session.sessionId}/messages/${first.messageId}/feedback`,
        {
          ...{ rating: 'dislike', comment: canary('comment') },
        },
        session,
      ),
    );
    await handOver({ api, adminKey }, session, {
      request: canary('request'),
      note: canary('note'),
      reply: canary('reply'),
    });
    sessions.push(session);
  }
  return { userId, sessions, canaries };
}

/** A session of a user that a service vouches for. */
export async function newSession(
  { api, adminKey }: OpenDesk,
  userId: string,
  metadata: object = {},
): Promise<KnownSession> {
  const created = await ok(api.post<CreatedSessionDto>('/api/v1/sessions', { userId, metadata }, { apiKey: adminKey }));
  return { sessionId: created.session.sessionId, token: created.token };
}

/** The answer to a message. */
export function send(
  api: ApiClient,
  { sessionId, token }: KnownSession,
  message: string,
  clientMessageId?: string,
): Promise<AgentResponseDto> {
  return ok(api.post<AgentResponseDto>(`/api/v1/chat/${sessionId}/messages`, { message, clientMessageId }, { token }));
}

/** Asks for a person, who comes, writes and leaves. */
async function handOver(
  { api, adminKey }: OpenDesk,
  session: KnownSession,
  said: { readonly request: string; readonly note: string; readonly reply: string },
): Promise<void> {
  const as = { apiKey: adminKey };
  const path = `/api/v1/sessions/${session.sessionId}/handoff`;
  const { ticketId } = await ok(api.post<TicketDto>(path, { note: said.request }, session));
  const ticket = `/api/v1/tickets/${ticketId}`;
  await ok(api.post(`${ticket}/claim`, undefined, as));
  await ok(api.post(`${ticket}/notes`, { text: said.note }, as));
  await ok(api.post(`${ticket}/messages`, { message: said.reply }, as));
  await ok(api.post(`${ticket}/release`, undefined, as));
}

/** Sends a file into a session. */
export async function upload(
  api: ApiClient,
  { sessionId, token }: KnownSession,
  content: string | Buffer,
  filename: string,
): Promise<void> {
  const form = new FormData();
  form.set('sessionId', sessionId);
  form.set('file', new Blob([new Uint8Array(Buffer.from(content))]), filename);
  await ok(api.post('/api/v1/attachments', form, { token }));
}

async function ok<Body>(answer: Promise<{ readonly status: number; readonly body: Body }>): Promise<Body> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
