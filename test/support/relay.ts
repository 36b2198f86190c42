import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onCleanUp } from './clean-up.js';

/** A way to a server on which what comes back can be held up. */
export interface Relay {
  readonly port: number;
  /** Replies from now on arrive this much later, in ms. */
  delayMs: number;
  /** Ends every connection and refuses new ones until `mend`. */
  cut(): void;
  mend(): void;
}

/** Passes connections on to `target`; ends with the test file. */
export async function openRelay(target: { readonly host: string; readonly port: number }): Promise<Relay> {
  const sockets = new Set<Socket>();
  let isCut = false;
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
    client.on('data', (bytes) => upstream.write(bytes)).on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    upstream.on('data', (bytes) => {
      if (relay.delayMs === 0) client.write(bytes);
      else setTimeout(() => client.write(bytes), relay.delayMs).unref();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const relay: Relay = {
    port: (server.address() as AddressInfo).port,
    delayMs: 0,
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
