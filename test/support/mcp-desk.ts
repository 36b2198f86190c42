import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { onCleanUp } from './clean-up.js';
import { mcpToolServer } from './mcp-tools.mjs';

/** A real MCP server over streamable HTTP, with sessions. */
export interface McpDesk {
  readonly url: string;
  /** Headers of every request so far. */
  readonly requests: readonly IncomingHttpHeaders[];
  /** How many sessions were opened. */
  readonly sessions: () => number;
  /** Forgets all sessions, as a restart does. */
  readonly forget: () => void;
  /** Answers every request with this instead; undefined: as it should. */
  refuse: ((response: ServerResponse) => void) | undefined;
  /** What it says to a session it does not know: 404 by the protocol, but many servers 400. */
  unknownSession: number;
  readonly stop: () => Promise<void>;
}

/** Starts one on 127.0.0.1; stopped at the end of the test file at the latest. */
export async function mcpDesk(port = 0): Promise<McpDesk> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const requests: IncomingHttpHeaders[] = [];
  let opened = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests.push(request.headers);
    if (desk.refuse) {
      desk.refuse(response);
      return;
    }
    const id = String(request.headers['mcp-session-id'] ?? '');
    let session = sessions.get(id);
    if (!session && id !== '') {
      const error = { code: -32_001, message: 'Session not found' };
      response.writeHead(desk.unknownSession, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ jsonrpc: '2.0', error, id: null }));
      return;
    }
    if (!session) {
      const fresh = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (name) => {
          opened += 1;
          sessions.set(name, fresh);
        },
      });
      session = fresh;
      await mcpToolServer().connect(session);
    }
    await session.handleRequest(request, response);
  };
  const server = createServer((request, response) => void handle(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = onCleanUp(async () => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  const desk: McpDesk = {
    ...{ url, requests, refuse: undefined, unknownSession: 404, stop },
    sessions: () => opened,
    forget: () => {
      sessions.clear();
    },
  };
  return desk;
}
