import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { onCleanUp } from './clean-up.js';

/** One request as it arrived. */
export interface Arrival {
  /** The header `webhook-id`. */
  readonly id: string;
  readonly signature: string;
  readonly body: { readonly type: string; readonly timestamp: string; readonly data: Record<string, unknown> };
  /** Whether the standardwebhooks package found it genuine under a secret of the receiver. */
  readonly verified: boolean;
}

/**
 * What to do with a request after it was read: a status; `hang` says nothing; `cut` breaks the connection off; `garbage` is no HTTP;
 * `flood` a body without end.
 */
export type Reply = number | 'hang' | 'cut' | 'garbage' | 'flood' | { readonly redirect: string };

/** A real HTTP server that takes webhooks and misbehaves as told. */
export interface WebhookReceiver {
  readonly url: string;
  /** Everything that arrived, in order. */
  readonly arrivals: Arrival[];
  /** Most requests that were open at once, by `webhook-id`. */
  readonly mostAtOnce: Map<string, number>;
  /** Requests that are open now. */
  readonly open: Set<string>;
  secrets: string[];
  reply: (arrival: Arrival, n: number) => Reply | Promise<Reply>;
  /** Ends every connection and refuses new ones until `start`, on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Starts a receiver on a free port of 127.0.0.1 that answers 204; it is stopped at the end of the test file. */
export async function startWebhookReceiver(...secrets: string[]): Promise<WebhookReceiver> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    receive(receiver, request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await listen(server, 0);
  const receiver: WebhookReceiver = {
    ...{ url: `http://127.0.0.1:${port}/hooks`, arrivals: [], mostAtOnce: new Map(), open: new Set(), secrets },
    reply: () => 204,
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    start: async () => {
      await listen(server, port);
    },
  };
  onCleanUp(() => receiver.stop());
  return receiver;
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function receive(receiver: WebhookReceiver, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const id = String(request.headers['webhook-id']);
  const arrival: Arrival = {
    id,
    signature: String(request.headers['webhook-signature']),
    body: JSON.parse(body) as Arrival['body'],
    verified: receiver.secrets.some((secret) => isGenuine(secret, body, request)),
  };
  const openBefore = [...receiver.open].filter((other) => other.startsWith(`${id}#`)).length;
  receiver.mostAtOnce.set(id, Math.max(receiver.mostAtOnce.get(id) ?? 0, openBefore + 1));
  const key = `${id}#${receiver.arrivals.push(arrival)}`;
  receiver.open.add(key);
  response.on('close', () => receiver.open.delete(key));
  answer(response, await receiver.reply(arrival, receiver.arrivals.length));
}

function isGenuine(secret: string, body: string, request: IncomingMessage): boolean {
  try {
    new Webhook(secret).verify(body, request.headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return;
  if (reply === 'cut') response.destroy();
  else if (reply === 'garbage') response.socket?.end('220 mail.example ESMTP ready\r\n\r\n');
  else if (reply === 'flood') flood(response);
  else if (typeof reply === 'number') response.writeHead(reply).end();
  else response.writeHead(307, { location: reply.redirect }).end();
}

function flood(response: ServerResponse): void {
  response.writeHead(200);
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more).on('error', () => undefined);
  more();
}
