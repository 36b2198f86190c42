import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * A proxy on 127.0.0.1 that passes everything on until it is told otherwise.
 * @param {{ host: string, port: number }} target
 * @returns {Promise<FaultyProxy>}
 */
export async function startFaultyProxy(target) {
  const proxy = new FaultyProxy(target);
  await proxy.listen();
  return proxy;
}

class FaultyProxy {
  /** Connections broken in place of passing on what the server sent: one answer, or those of several calls under way. */
  lost = 0;
  links = new Set();
  isHole = false;
  losesReply = () => false;

  constructor(target) {
    this.target = target;
    this.server = createServer((client) => this.link(client));
  }

  async listen() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `redis://127.0.0.1:${this.server.address().port}`;
  }

  /** From now on a share of what the server sends is not passed on: the connection breaks instead, when the server has done its work. */
  loseReplies(share, random = Math.random) {
    this.losesReply = () => random() < share;
  }

  /** Nothing comes through any more, and nobody is told: not even the end of a connection. */
  blackHole() {
    this.isHole = true;
    for (const { sockets } of this.links) for (const socket of sockets) socket.pause();
  }

  /** What was sent meanwhile arrives late. */
  heal() {
    this.isHole = false;
    for (const { sockets, end } of this.links) {
      if (sockets.some((socket) => socket.destroyed)) end();
      else for (const socket of sockets) socket.resume();
    }
  }

  async stop() {
    for (const { sockets } of this.links) for (const socket of sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  link(client) {
    const upstream = connect(this.target);
    const sockets = [client, upstream];
    const end = () => {
      this.links.delete(link);
      for (const socket of sockets) socket.destroy();
    };
    const link = { sockets, end };
    this.links.add(link);
    for (const socket of sockets) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      // A closed end is news from the other side, which a hole keeps back.
      socket.on('end', end).on('close', () => this.isHole || end());
      if (this.isHole) socket.pause();
    }
    client.on('data', (bytes) => upstream.write(bytes));
    upstream.on('data', (bytes) => {
      if (!this.losesReply()) return client.write(bytes);
      this.lost += 1;
      end();
    });
  }
}
