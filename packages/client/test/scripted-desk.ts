import { type AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import {
  type AgentResponse,
  type ChatMessage,
  type Problem,
  type TurnEvent,
  type TurnEventBody,
} from '../src/protocol.js';

/** A request as it arrived. */
export interface Received {
  readonly name: string;
  readonly body: Record<string, unknown>;
  readonly socket: Socket;
  readonly ok: (data: object) => void;
  readonly refuse: (problem: Problem) => void;
}

/** The other end of a client: a real Socket.IO server that does what a test tells it. */
export interface ScriptedDesk {
  readonly url: string;
  /** What each connection presented, refused ones too. */
  readonly handshakes: Record<string, unknown>[];
  readonly received: Received[];
  /** Decides who is let in; undefined: everybody is. */
  admit: ((handshake: Record<string, unknown>) => Problem | undefined) | undefined;
  /** Called with each connection that was let in. */
  onConnection: (socket: Socket) => void;
  /** Answers requests. */
  onRequest: (request: Received) => void;
  readonly sockets: () => Socket[];
  /** Cuts every connection without a word. */
  cut(): void;
  close(): Promise<void>;
}

export async function startScriptedDesk(namespace: '/chat' | '/console' = '/chat'): Promise<ScriptedDesk> {
  const http = createServer();
  const server = new Server(http, { path: '/ws', serveClient: false });
  const clients = server.of(namespace);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const desk: ScriptedDesk = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    handshakes: [],
    received: [],
    admit: undefined,
    onConnection: () => undefined,
    onRequest: () => undefined,
    sockets: () => [...clients.sockets.values()],
    cut: () => {
      for (const socket of clients.sockets.values()) socket.conn.close(true);
    },
    close: () => server.close(),
  };
  clients.use((socket, next) => {
    const handshake = socket.handshake.auth as Record<string, unknown>;
    desk.handshakes.push(handshake);
    const refused = desk.admit?.(handshake);
    next(refused && Object.assign(new Error(refused.code), { data: refused }));
  });
  clients.on('connection', (socket) => {
    socket.onAny((name: string, body: Record<string, unknown>, answer: (ack: object) => void) => {
      const ok = (data: object): void => {
        answer({ ok: true, data });
      };
      const refuse = (error: Problem): void => {
        answer({ ok: false, error });
      };
      const request = { name, body, socket, ok, refuse };
      desk.received.push(request);
      desk.onRequest(request);
    });
    desk.onConnection(socket);
  });
  return desk;
}

export const SESSION = 'session-1';

export function problem(code: string, { status = 409, retryable = false } = {}): Problem {
  return { type: 'about:blank', title: code, status, detail: code, code, retryable, errors: [] };
}

export function turnEvent(seq: number, turnId: string, body: TurnEventBody, fromSeq?: number): TurnEvent {
  const envelope = { id: `${SESSION}:${seq}`, seq, sessionId: SESSION, turnId, at: new Date(0).toISOString() };
  return { ...envelope, ...(fromSeq === undefined ? {} : { fromSeq }), ...body };
}

export function customerMessage(clientMessageId: string, seq = 1): ChatMessage {
  const message = { messageId: `msg-${clientMessageId}`, seq, role: 'customer', message: clientMessageId } as const;
  return { ...message, clientMessageId, authorName: null, sources: [], createdAt: new Date(0).toISOString() };
}

export function start(...clientMessageIds: string[]): TurnEventBody {
  const messages = clientMessageIds.map((id, at) => customerMessage(id, at + 1));
  const last = messages.at(-1)!;
  return { type: 'start', messageId: last.messageId, messageSeq: last.seq, messages };
}

export function agentResponse(message: string, turnId = 'turn-1'): AgentResponse {
  return {
    ...{
      messageId: `reply-${turnId}`,
      sessionId: SESSION,
      message,
      sources: [],
      requiresEscalation: false,
      handledBy: 'agent',
    },
    ...{ confidence: 1, grounding: { score: 1, supportedSentences: 1, totalSentences: 1 }, toolsUsed: [] },
    processingTimeMs: 1,
    metadata: {
      ...{ requestId: 'req', messageCount: 2, turnId, hasContext: false, factsExtracted: 0, sessionStore: 'in_memory' },
      ...{ model: 'extractive', degraded: [], openCircuits: [], sentiment: 'neutral', resumed: false },
    },
  };
}

export function accepted(request: Received, turnId: string | null = 'turn-1'): object {
  const { clientMessageId } = request.body as { clientMessageId: string };
  return { messageId: `msg-${clientMessageId}`, messageSeq: 1, turnId, handledBy: turnId ? 'agent' : 'human' };
}
