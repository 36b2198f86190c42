import { createServer } from 'node:net';

/**
 * A port of 127.0.0.1 on which nobody listens, between `from` and `to`. Ranges below the system's own for outgoing connections stay
 * free while the process that has the port is down.
 */
export async function quietPort({ from, to }) {
  for (;;) {
    const port = from + Math.floor(Math.random() * (to - from));
    if (await isFree(port)) return port;
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
