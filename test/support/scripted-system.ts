import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { onCleanUp } from './clean-up.js';

/** What a scripted system was asked. */
interface SystemRequest {
  /** Path and query as they came over the wire. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** A real HTTP server that plays a system of the company. */
export interface ScriptedSystem {
  readonly url: string;
  readonly requests: readonly SystemRequest[];
  /** How it answers from now on. */
  answer: (response: ServerResponse, request: SystemRequest) => void;
}

/** Starts a system on 127.0.0.1 that knows nothing (404) until a test tells it; stopped at the end of the test file. */
export async function scriptedSystem(): Promise<ScriptedSystem> {
  const requests: SystemRequest[] = [];
  const system = {
    ...{ url: '', requests },
    answer: (response: ServerResponse) => void response.writeHead(404).end(),
  };
  const server = createServer((incoming, response) => {
    const request = { target: incoming.url ?? '', headers: incoming.headers };
    requests.push(request);
    (system as ScriptedSystem).answer(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCleanUp(async () => {
    server.closeAllConnections();
    server.close();
  });
  system.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return system;
}

/** Answers with a value as JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(value));
}
