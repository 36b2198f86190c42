import { randomBytes } from 'node:crypto';
import { type Server } from 'node:http';
import { type Socket } from 'node:net';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { bootstrap } from '../../src/bootstrap.js';
import { type AgentResponseDto } from '../../src/chat/agent-response.dto.js';
import { type CreatedSessionDto } from '../../src/chat/sessions.dto.js';
import { type Clock } from '../../src/common/clock.js';
import { loadConfig } from '../../src/config/app-config.js';
import { type EnvironmentName } from '../../src/config/env.schema.js';
import { type ApiAnswer, ApiClient, type ApiOptions } from './api-client.js';
import { onCleanUp } from './clean-up.js';
import { type CreatedDatabase, createTestDatabase, type DatabaseKind } from './databases.js';
import { WIDE_LIMITS } from './wide-limits.mjs';

/** Environment variables of the product, and what only a test can ask for. */
export type TestAppOptions = Readonly<Partial<Record<EnvironmentName, string>>> & {
  /** A fresh database of this kind, or one made before (to start again on the same data); default embedded. */
  readonly database?: DatabaseKind | CreatedDatabase;
  /** Whether the ten sample documents are loaded; default true, as in development. */
  readonly sampleKnowledge?: boolean;
  readonly clock?: Clock;
};

/** A session and the token that opens it. */
export interface TestSession {
  readonly sessionId: string;
  readonly token: string;
}

/** The real application, served on a free port of 127.0.0.1 by this process. */
export interface TestApp {
  readonly url: string;
  readonly adminKey: string;
  readonly app: NestExpressApplication;
  readonly api: ApiClient;
  /** Its database, which a later startTestApp() can take over once this one is closed. */
  readonly database: CreatedDatabase;
  newSession(): Promise<TestSession>;
  /** Sends a message and waits for the whole answer; `body` carries more fields of the request. */
  ask(session: TestSession, message: string, body?: object, options?: ApiOptions): Promise<ApiAnswer<AgentResponseDto>>;
  /** Shuts it down in order; what a test file leaves open is closed at its end. */
  close(): Promise<void>;
}

/** Starts the application; every request is of a client over HTTP, nothing inside is replaced but the clock if one is given. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { database: wanted = 'embedded', sampleKnowledge = true, clock, ...variables } = options;
  const database = typeof wanted === 'string' ? await createTestDatabase(wanted) : wanted;
  const adminKey = variables.ADMIN_API_KEY ?? randomBytes(24).toString('hex');
  const config = loadConfig({
    ENVIRONMENT: 'test',
    LOG_LEVEL: 'error',
    AUTH_TOKEN_SECRET: 'a secret of tests, the same after a restart',
    SAMPLE_KNOWLEDGE: String(sampleKnowledge),
    ...WIDE_LIMITS,
    ...database.env,
    ...variables,
    ADMIN_API_KEY: adminKey,
  });
  const app = await bootstrap(config, clock ? { clock } : {});
  const unused = connectionsWithoutRequest(app.getHttpServer());
  const close = onCleanUp(async () => {
    unused.refuse();
    await app.close();
  });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const api = new ApiClient(url);
  const { prefix } = config.api;
  return {
    ...{ url, adminKey, app, api, database, close },
    newSession: async () => {
      const { status, body } = await api.post<CreatedSessionDto>(`${prefix}/sessions`, {});
      if (status !== 201) throw new Error(`POST ${prefix}/sessions: ${status} ${JSON.stringify(body)}`);
      return { sessionId: body.session.sessionId, token: body.token };
    },
    ask: ({ sessionId, token }, message, body = {}, requestOptions = {}) =>
      api.post(`${prefix}/chat/${sessionId}/messages`, { message, ...body }, { token, ...requestOptions }),
  };
}

/**
 * Node's fetch may open a connection ahead of its next request. A server that closes takes one for busy until its headers are overdue;
 * the desk's own stop ends it (HttpDoor), the bare close of the application does not.
 */
function connectionsWithoutRequest(server: Server): { refuse(): void } {
  const sockets = new Set<Socket>();
  let refusing = false;
  server.on('connection', (socket: Socket) => {
    if (refusing) socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    refuse() {
      refusing = true;
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    },
  };
}
