// The clients, in a process of their own so that they share no event loop with what they measure. It does one job after the other as its
// parent says, and answers each with its figures.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';

/** Handshakes on their way at once while the sockets are opened. */
const CONNECTING = 100;
/** Longest wait for anything the server owes, in ms. */
const PATIENCE_MS = 30_000;

/** @type {{ socket: import('socket.io-client').Socket, auth: { token: string, lastSeq?: number } }[]} */
let clients = [];
let failures = {};

const jobs = { open, send, reconnect, close };

process.on('message', async ({ job, ...options }) => {
  failures = {};
  const figures = await jobs[job](options);
  process.send({ ...figures, failures });
});
process.once('disconnect', () => process.exit());

/** Opens a socket for each token. */
async function open({ url, tokens }) {
  clients = tokens.map((token) => newClient(url, token));
  const start = performance.now();
  let next = 0;
  const worker = async () => {
    for (let client = clients[next++]; client; client = clients[next++]) await attempt(() => connect(client));
  };
  await Promise.all(Array.from({ length: CONNECTING }, worker));
  return { connected: clients.filter(({ socket }) => socket.connected).length, ms: performance.now() - start };
}

/** Each socket sends so many messages a minute for `seconds`, all of them evenly spread. */
async function send({ seconds, perMinute, messages }) {
  const latencies = [];
  const start = performance.now();
  const total = Math.floor((clients.length * perMinute * seconds) / 60);
  const sending = [];
  for (let i = 0; i < total; i += 1) {
    const dueMs = (i / total) * seconds * 1000 - (performance.now() - start);
    if (dueMs > 1) await sleep(dueMs);
    const { socket } = clients[i % clients.length];
    const body = { message: messages[i % messages.length], clientMessageId: randomUUID() };
    const sentAt = performance.now();
    sending.push(
      attempt(async () => {
        await ask(socket, 'message.send', body);
        latencies.push(performance.now() - sentAt);
      }),
    );
  }
  await Promise.all(sending);
  return { sent: total, ...percentiles(latencies) };
}

/** The first `count` sockets are cut, and connect again at random moments of one second; each is served when `sync` was answered. */
async function reconnect({ count }) {
  const returning = clients.slice(0, count);
  for (const { socket } of returning) socket.io.engine.close();
  while (returning.some(({ socket }) => socket.connected)) await sleep(20);
  await sleep(1000);
  const latencies = [];
  const start = performance.now();
  await Promise.all(
    returning.map((client) =>
      attempt(async () => {
        await sleep(Math.random() * 1000);
        const from = performance.now();
        await connect(client);
        await ask(client.socket, 'sync', { afterSeq: client.auth.lastSeq ?? 0 });
        latencies.push(performance.now() - from);
      }),
    ),
  );
  return { served: latencies.length, ms: performance.now() - start, ...percentiles(latencies) };
}

async function close() {
  for (const { socket } of clients) socket.disconnect();
  clients = [];
  return {};
}

function newClient(url, token) {
  const auth = { token };
  const socket = io(`${url}/chat`, {
    path: '/ws',
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    autoConnect: false,
    timeout: PATIENCE_MS,
    auth,
  });
  for (const name of ['event', 'message.created', 'handoff.updated']) {
    socket.on(name, ({ seq }) => (auth.lastSeq = Math.max(auth.lastSeq ?? 0, seq)));
  }
  return { socket, auth };
}

function connect({ socket }) {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
    socket.connect();
  });
}

async function ask(socket, name, body) {
  const answer = await socket.timeout(PATIENCE_MS).emitWithAck(name, body);
  if (!answer.ok) throw Object.assign(new Error(answer.error.detail), { code: answer.error.code });
}

/** Counts what fails, by its code. */
async function attempt(work) {
  try {
    await work();
  } catch (error) {
    const reason = error.data?.code ?? error.code ?? error.message;
    failures[reason] = (failures[reason] ?? 0) + 1;
  }
}

function percentiles(latencies) {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99), most: at(1) };
}
