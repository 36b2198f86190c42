import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onCleanUp } from './clean-up.js';

/** A way to a server on which what comes back can be held up. */
export interface Relay {
  readonly port: number;
  /** Replies from now on arrive about this much later, in ms, and in their order. What is held up is passed on when it is set to 0. */
  delayMs: number;
  /** Ends every connection and refuses new ones until `mend`. */
  cut(): void;
  mend(): void;
}

/** Passes connections on to `target`; ends with the test file. */
export async function openRelay(target: { readonly host: string; readonly port: number }): Promise<Relay> {
  const sockets = new Set<Socket>();
  const lines = new Set<HeldReplies>();
  let isCut = false;
  let delayMs = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    keep(client);
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = keep(connect(target));
    const line = new HeldReplies(client);
    lines.add(line);
    client.on('data', (bytes) => upstream.write(bytes)).on('close', () => upstream.destroy());
    upstream.on('close', () => {
      lines.delete(line);
      client.destroy();
    });
    upstream.on('data', (bytes) => {
      line.pass(bytes, delayMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const relay: Relay = {
    port: (server.address() as AddressInfo).port,
    get delayMs() {
      return delayMs;
    },
    set delayMs(ms: number) {
      delayMs = ms;
      if (ms === 0) for (const line of lines) line.release();
    },
    cut: () => {
      isCut = true;
      end();
    },
    mend: () => {
      isCut = false;
    },
  };
  onCleanUp(async () => {
    server.close();
    end();
  });
  return relay;
}

/** Replies on their way to one client. A later one never overtakes an earlier one. */
class HeldReplies {
  private readonly held: Buffer[] = [];

  constructor(private readonly client: Socket) {}

  pass(bytes: Buffer, delayMs: number): void {
    if (delayMs === 0 && this.held.length === 0) {
      this.client.write(bytes);
      return;
    }
    this.held.push(bytes);
    setTimeout(() => {
      this.passOldest();
    }, delayMs).unref();
  }

  release(): void {
    while (this.held.length > 0) this.passOldest();
  }

  private passOldest(): void {
    const bytes = this.held.shift();
    if (bytes && !this.client.destroyed) this.client.write(bytes);
  }
}
