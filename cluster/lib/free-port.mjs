import { createServer } from 'node:net';

/** Below every system's range for outgoing connections: while a process is down, nothing else is given its port. */
const PORTS = { from: 12_000, to: 20_000 };

/** A port of 127.0.0.1 on which nobody listens, and which the system gives to nobody by itself. */
export async function freePort() {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from));
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
