import { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextIteration } from 'node:timers/promises';

/** How often connections are looked at while they empty, in ms. */
const LOOK_MS = 50;
/** The listening socket is closed at the end of an iteration of the event loop that took less than this, in ms. */
const QUIET_MS = 0.3;
/** Iterations that are waited for one. */
const MOST_ITERATIONS = 200;

/**
 * The HTTP connections of the process, and how they end without a request being lost. A proxy keeps idle connections and puts its next
 * request onto one of them; if that is closed in the same moment, the request fails, and a POST can't be repeated by the proxy. So from
 * `sayLast` on every answer carries `Connection: close`, after which a client never uses its connection again, and a connection that
 * stays idle is left to the client to close for as long as `idleMs`.
 */
export class HttpDoor {
  /** The answer that each connection waits for; null: it is idle. Without those that became sockets. */
  private readonly answering = new Map<Socket, ServerResponse | null>();
  private readonly idleSince = new Map<Socket, number>();
  private isLast = false;

  /** Watch it from before the server listens. */
  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.rest(socket);
      socket.once('close', () => {
        this.forget(socket);
      });
    });
    server.on('upgrade', ({ socket }: IncomingMessage) => {
      this.forget(socket);
    });
    // Before the one that answers.
    server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.answering.set(socket, response);
      this.idleSince.delete(socket);
      if (this.isLast) response.setHeader('Connection', 'close');
      response.once('close', () => {
        if (this.answering.has(socket)) this.rest(socket);
      });
    });
  }

  /** From now on no connection carries more than the answer it waits for. */
  sayLast(): void {
    this.isLast = true;
    for (const response of this.answering.values()) {
      if (response && !response.headersSent) response.setHeader('Connection', 'close');
    }
  }

  /**
   * Takes no more connections; those there are stay. What the system has accepted and we have not is lost when a listening socket is
   * closed, so that is done when the event loop has just taken all there was.
   */
  async stopListening(): Promise<void> {
    for (let n = 0, began = performance.now(); n < MOST_ITERATIONS; n += 1) {
      await nextIteration();
      const now = performance.now();
      if (n > 0 && now - began < QUIET_MS) break;
      began = now;
    }
    // Not the server's own close(), which also ends every idle connection at once.
    NetServer.prototype.close.call(this.server);
  }

  /** Resolves when no connection is left, or `signal` is aborted. One that stays idle for `idleMs` after this call is closed. */
  async empty(idleMs: number, signal: AbortSignal): Promise<void> {
    const from = performance.now();
    for (;;) {
      const now = performance.now();
      for (const [socket, since] of this.idleSince) if (now - Math.max(since, from) >= idleMs) socket.destroy();
      if (this.answering.size === 0 || signal.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  /** Ends what is left, whatever it waits for. */
  cut(): void {
    for (const socket of this.answering.keys()) socket.destroy();
  }

  private rest(socket: Socket): void {
    this.answering.set(socket, null);
    this.idleSince.set(socket, performance.now());
  }

  private forget(socket: Socket): void {
    this.answering.delete(socket);
    this.idleSince.delete(socket);
  }
}
