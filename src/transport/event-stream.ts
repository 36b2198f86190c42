import { once } from 'node:events';
import { type Response } from 'express';

/** One server-sent event. `data` is sent as one line of JSON. */
export interface ServerSentEvent {
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

/** Proxies cut silent connections after a minute or less. */
const HEARTBEAT_MS = 15_000;

/**
 * Sends events as text/event-stream until they end or the reader has left, which ends nothing but the sending. Headers go out with the
 * first event, so a failure before it is an ordinary response.
 */
export async function sendEventStream(response: Response, events: AsyncIterator<ServerSentEvent>): Promise<void> {
  let event = await events.next();
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    // nginx would collect the stream otherwise.
    'X-Accel-Buffering': 'no',
  });
  const heartbeat = setInterval(() => response.write(': keep-alive\n\n'), HEARTBEAT_MS);
  try {
    for (; !event.done && isOpen(response); event = await events.next()) await write(response, event.value);
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

function isOpen(response: Response): boolean {
  return !response.writableEnded && !response.destroyed;
}

async function write(response: Response, { id, type, data }: ServerSentEvent): Promise<void> {
  const flushed = response.write(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  if (!flushed) await Promise.race([once(response, 'drain'), once(response, 'close')]);
}
