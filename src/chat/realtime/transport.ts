import { type EngineSocket } from './sockets.js';

/** How long a connection may go on reading what waited for it when it was ended, in ms. */
const DRAIN_MS = 10_000;

/** What a connection by WebSocket is made of. */
interface WebSocketLike {
  /** What was handed to the system and not taken yet, and what waits for that. */
  readonly bufferedAmount: number;
  once(event: 'close', listener: () => void): unknown;
  terminate(): void;
}

/** Undefined for long polling, whose answers wait in the connection itself. */
function webSocketOf({ transport }: EngineSocket): WebSocketLike | undefined {
  return 'socket' in transport ? (transport.socket as WebSocketLike) : undefined;
}

/** Bytes that the system has not taken yet. */
export function bufferedBytes(connection: EngineSocket): number {
  return webSocketOf(connection)?.bufferedAmount ?? 0;
}

/** Ends a connection at once, and what waits for it. To the client it is a connection that was lost: it comes back. */
export function cutOff(connection: EngineSocket): void {
  const socket = webSocketOf(connection);
  connection.close(true);
  socket?.terminate();
}

/**
 * Ends a connection in order: what waits for it is still sent, for as long as DRAIN_MS, and nothing more. So its client comes back further
 * on than it was, however little it reads.
 */
export function letGo(connection: EngineSocket): void {
  connection.close();
  setTimeout(() => {
    cutOff(connection);
  }, DRAIN_MS).unref();
}

/** Ends a connection in order; resolves when the client has agreed. */
export function sayGoodbye(connection: EngineSocket): Promise<void> {
  return new Promise((resolve) => {
    const socket = webSocketOf(connection);
    if (socket) socket.once('close', resolve);
    else resolve();
    connection.close(true);
  });
}
