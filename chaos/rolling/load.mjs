import { setTimeout as sleep } from 'node:timers/promises';
import { checkTurns } from '../lib/turn-checker.mjs';
import { CustomerLog } from '../turns/customer-log.mjs';
import { readBack } from '../turns/read-back.mjs';
import { SocketCustomer } from '../turns/socket-customer.mjs';
import { StreamCustomer } from '../turns/stream-customer.mjs';
import { OnceCustomer } from './once-customer.mjs';

const PATIENCE_MS = 10_000;
/** Between two conversations, or two messages, of one client. */
const PAUSE_MS = 60;
/** A message of a client that may repeat it is answered within this. */
const ANSWER_WITHIN_MS = 60_000;
/** Read back at the same time. */
const READERS = 8;

/**
 * A steady load on a desk: clients that send everything once, and clients that stay connected, by sockets and by event streams. Sockets
 * repeat a message whose acknowledgement got lost, under its id; nobody else repeats anything.
 */
export class Load {
  #stopped = false;
  #running = [];
  #once;
  #staying = [];
  #url;
  #failures = [];

  constructor(url, { once, sockets, streams }) {
    this.#url = url;
    this.#once = Array.from({ length: once }, (_, n) => new OnceCustomer({ url, name: `o${n}` }));
    this.kinds = [...Array(sockets).fill(SocketCustomer), ...Array(streams).fill(StreamCustomer)];
  }

  async start() {
    for (const [n, Kind] of this.kinds.entries()) this.#staying.push(await this.#open(Kind, n));
    this.#running = [
      ...this.#once.map((customer) => this.#repeat((number) => customer.converse(number))),
      ...this.#staying.map((customer) => this.#repeat((number) => this.#say(customer, number))),
    ];
  }

  /** What clients did not get so far; it is told once. */
  takeFailures() {
    return [this.#failures, ...this.#once.map(({ failures }) => failures)].flatMap((failures) => failures.splice(0));
  }

  /** Ends the load and judges it. */
  async stop() {
    this.#stopped = true;
    await Promise.all(this.#running);
    await Promise.all(this.#staying.map(({ speaker }) => speaker.close()));
    const all = [...this.#once.flatMap(({ logs }) => logs), ...this.#staying];
    const waiting = [...all];
    const readAll = async () => {
      for (let customer = waiting.pop(); customer; customer = waiting.pop()) await this.#readBack(customer);
    };
    await Promise.all(Array.from({ length: READERS }, readAll));
    const { findings, counts } = checkTurns({
      logs: all.map(({ log }) => log.toJSON()),
      longestSilenceMs: PATIENCE_MS * 6,
    });
    const sum = (name) => this.#once.reduce((total, customer) => total + customer.counts[name], 0);
    return {
      findings,
      counts,
      requests: { sessions: sum('sessions'), messages: sum('messages'), reads: sum('reads'), uploads: sum('uploads') },
      failures: this.takeFailures(),
      slowestMs: Math.max(0, ...this.#once.map(({ slowestMs }) => slowestMs)),
    };
  }

  async #repeat(act) {
    for (let number = 1; !this.#stopped; number += 1) {
      await act(number).catch((error) => this.#failures.push(error.message));
      await sleep(PAUSE_MS * (0.5 + Math.random()));
    }
  }

  async #open(Kind, number) {
    const response = await fetch(`${this.#url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const { session: created, token } = await response.json();
    const session = { sessionId: created.sessionId, token };
    const log = new CustomerLog(session.sessionId, Kind.kind, `marker-s${number}-end`);
    return { session, log, speaker: new Kind({ url: this.#url, session, log, patienceMs: PATIENCE_MS }) };
  }

  /** One message; only a socket sends it again. */
  async #say({ log, speaker }, number) {
    const clientMessageId = `${log.marker}-${number}`;
    const giveUpAt = performance.now() + ANSWER_WITHIN_MS;
    for (let tries = 1; ; tries += 1) {
      log.sending(clientMessageId);
      if (await speaker.send({ message: `What is your refund policy? (${clientMessageId})`, clientMessageId })) break;
      if (log.kind !== 'socket' || performance.now() > giveUpAt) {
        this.#failures.push(`${log.kind}: no answer to ${clientMessageId}; refusals ${log.refusals.join(' ')}`);
        break;
      }
      await sleep(100);
    }
    log.settled();
  }

  async #readBack(customer) {
    // What was told to somebody who stays connected is told once more; of the others only the record is read.
    await readBack(this.#url, customer).catch((error) => this.#failures.push(error.message));
  }
}
