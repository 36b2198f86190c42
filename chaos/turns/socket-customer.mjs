import { io } from 'socket.io-client';

const ACK_WITHIN_MS = 3_000;

/** Speaks Socket.IO over websockets alone, and resumes after the last event it saw. */
export class SocketCustomer {
  static kind = 'socket';
  /** Which messages each turn answers. */
  #turns = new Map();
  #waiting = null;

  constructor({ url, session, log, patienceMs }) {
    Object.assign(this, { log, patienceMs });
    this.view = log.view('socket', 0);
    this.socket = io(`${url}/chat`, {
      path: '/ws',
      transports: ['websocket'],
      forceNew: true,
      // A handshake takes milliseconds; what takes longer is an instance that is frozen.
      timeout: 1_000,
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
      auth: (give) => give({ token: session.token, lastSeq: this.view.last }),
    });
    for (const name of ['event', 'message.created', 'handoff.updated']) {
      this.socket.on(name, (event) => this.#onEvent(event));
    }
    this.socket.on('sync.reset', ({ lastSeq }) => this.view.reset(lastSeq));
    this.socket.on('disconnect', (reason) => {
      if (reason === 'io client disconnect') return;
      log.heard();
      // The server's own goodbye is the one after which the library does not come back by itself.
      if (reason === 'io server disconnect') this.socket.connect();
    });
    this.socket.on('connect_error', (error) => {
      if (error.message !== 'timeout') log.heard();
      if (error.data) log.refusals.push(error.data.code);
      if (!this.socket.active) setTimeout(() => this.socket.connect(), 300);
    });
  }

  /** Sends a message once. Resolves to whether it is answered. */
  async send(body) {
    const answered = this.#answerTo(body.clientMessageId);
    try {
      const ack = await this.socket.timeout(ACK_WITHIN_MS).emitWithAck('message.send', body);
      if (!ack.ok) {
        this.log.heard();
        this.log.refusals.push(ack.error.code);
        if (!ack.error.retryable) throw new Refused(`${ack.error.code}: ${ack.error.detail}`);
        return false;
      }
      this.log.acknowledge(body.clientMessageId);
      if (ack.data.response) {
        this.log.answer(body.clientMessageId, ack.data.response);
        return true;
      }
      return await answered;
    } catch (error) {
      if (error instanceof Refused) throw error;
      // Without a connection the library is looking for one already.
      if (this.socket.connected) this.#reconnect();
      return false;
    } finally {
      this.#waiting?.settle(false);
    }
  }

  async close() {
    this.socket.disconnect();
  }

  /** Resolves to true when a turn that answers the message is complete, to false when it fails or nothing is heard for too long. */
  #answerTo(clientMessageId) {
    const startedAt = performance.now();
    return new Promise((resolve) => {
      const watch = setInterval(() => {
        if (performance.now() - Math.max(startedAt, this.log.lastHeardAt) < this.patienceMs) return;
        this.#reconnect();
        this.#waiting?.settle(false);
      }, 250);
      const settle = (isAnswered) => {
        clearInterval(watch);
        this.#waiting = null;
        resolve(isAnswered);
      };
      this.#waiting = { clientMessageId, settle };
    });
  }

  #onEvent(event) {
    this.view.event(event);
    if (event.type === 'start') this.#turns.set(event.turnId, event.messages);
    if (event.type !== 'complete' && event.type !== 'error') return;
    if (event.type === 'error') this.log.refusals.push(event.error.code);
    const { clientMessageId, settle } = this.#waiting ?? {};
    if (!this.#turns.get(event.turnId)?.some((message) => message.clientMessageId === clientMessageId)) return;
    if (event.type === 'complete') this.log.answer(clientMessageId, event.response);
    settle(event.type === 'complete');
  }

  #reconnect() {
    this.socket.disconnect().connect();
  }
}

class Refused extends Error {}
