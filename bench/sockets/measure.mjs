import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startNode } from './processes.mjs';

const LOAD = fileURLToPath(new URL('./load.mjs', import.meta.url));
/** Sockets that come and go before anything is measured. */
const WARM_UP = 50;
/** Time of messages that are not measured. */
const FIRST_SECONDS = 10;

/**
 * Puts a server that was just started through everything, its clients in a process of their own.
 * @param {{ url: string, memory(): Promise<{ rss: number, heap: number }>, openSessions(count: number): Promise<string[]>,
 *   prepare(): Promise<void> }} server `openSessions`: to tokens; `prepare`: what it needs for messages
 */
export async function measureSockets(server, { sockets, files, settleMs, seconds, reconnecting, messages }) {
  const { child, exited } = startNode([LOAD], { files });
  const tell = async (job, options = {}) => {
    child.send({ job, ...options });
    const [figures] = await Promise.race([
      once(child, 'message'),
      exited.then(() => Promise.reject(new Error(`the load process ended while it had to ${job}`))),
    ]);
    return figures;
  };
  try {
    const idle = await server.memory();
    const tokens = await server.openSessions(sockets + WARM_UP);
    unfailing(await tell('open', { url: server.url, tokens: tokens.slice(0, WARM_UP) }));
    await tell('close');
    await sleep(settleMs);
    const before = await server.memory();
    const opened = await tell('open', { url: server.url, tokens: tokens.slice(WARM_UP) });
    await sleep(settleMs);
    const after = await server.memory();
    const memory = {
      customer: (after.rss - idle.rss) / opened.connected,
      socket: (after.heap - before.heap) / opened.connected,
    };
    await server.prepare();
    unfailing(await tell('send', { seconds: FIRST_SECONDS, perMinute: 1, messages }));
    const sent = await tell('send', { seconds, perMinute: 1, messages });
    const returned = await tell('reconnect', { count: reconnecting });
    return { opened, memory, sent, returned };
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
}

/** There is no sense in measuring a server that turns away its first clients. */
function unfailing({ failures }) {
  const reasons = Object.entries(failures).map(([reason, count]) => `${count} x ${reason}`);
  if (reasons.length > 0) throw new Error(`the first sockets failed: ${reasons.join(', ')}`);
}
