import { asRequestError } from '../api/request-error.js';
import { LiveTurn } from './live-turn.js';
import { newId } from './new-id.js';

/**
 * @import { ChatApi } from '../api/chat-api.js'
 * @import { SessionKeeper } from './session-keeper.js'
 * @import { ConversationStorage } from './storage.js'
 * @import { Transcript } from './transcript.js'
 * @import { Pending, UploadedFile } from '../types.js'
 */

/**
 * @typedef {object} OutboxEvents
 * @property {(reached: boolean) => void} onReach whether the desk could be reached
 * @property {(ticketId: string) => void} onEscalation the desk called a person on its own
 */

/** Sends messages one at a time, in order, and keeps each until its answer is there. */
export class Outbox {
  #api;
  #sessions;
  #storage;
  #transcript;
  #events;
  /** @type {Pending[]} */
  #queue = [];
  #running = false;
  #suspended = false;

  /**
   * @param {{ api: ChatApi, sessions: SessionKeeper, storage: ConversationStorage, transcript: Transcript }} parts
   * @param {OutboxEvents} events
   */
  constructor({ api, sessions, storage, transcript }, events) {
    this.#api = api;
    this.#sessions = sessions;
    this.#storage = storage;
    this.#transcript = transcript;
    this.#events = events;
  }

  get busy() {
    return this.#running;
  }

  /**
   * @param {string} text
   * @param {UploadedFile[]} files
   */
  send(text, files) {
    this.#enqueue({ clientMessageId: newId(), text, files, at: new Date().toISOString() });
  }

  /** Sends a failed message again, as the same message. @param {string} clientMessageId */
  retry(clientMessageId) {
    const message = this.#storage.pending().find((pending) => pending.clientMessageId === clientMessageId);
    if (!message) return;
    // An attempt that reached the desk has its place in the conversation; any other goes to the end.
    const stored = this.#transcript.get(clientMessageId)?.seq !== undefined;
    if (!stored) this.#transcript.remove(clientMessageId);
    this.#enqueue({ ...message, failure: undefined });
  }

  /** Sends again what failed only because the desk could not be reached. */
  retryUnreached() {
    for (const { clientMessageId, failure } of this.#storage.pending()) {
      if (failure?.code === 'network') this.retry(clientMessageId);
    }
  }

  /**
   * Gives up a failed message, for its text to be edited.
   *
   * @param {string} clientMessageId
   * @returns {string} its text
   */
  takeBack(clientMessageId) {
    const text = this.#transcript.get(clientMessageId)?.text ?? '';
    this.#transcript.remove(clientMessageId);
    this.#storage.removePending(clientMessageId);
    return text;
  }

  /** Puts the failed messages on screen, to be sent again. */
  showFailed() {
    for (const message of this.#storage.pending()) {
      if (message.failure) this.#show(message);
    }
  }

  /** After a reload: sends again what was under way when the page went. */
  resume() {
    for (const message of this.#storage.pending()) {
      if (!message.failure) this.#enqueue(message);
    }
  }

  /** The page is going away: what the browser cuts off now did not fail, and is resumed after the reload. */
  suspend() {
    this.#suspended = true;
  }

  /** @param {Pending} message */
  #enqueue(message) {
    if (this.#queue.some(({ clientMessageId }) => clientMessageId === message.clientMessageId)) return;
    this.#storage.putPending(message);
    this.#queue.push(message);
    this.#show(message);
    if (!this.#running) void this.#drain();
  }

  /** @param {Pending} message */
  #show({ clientMessageId, text, files, at, failure }) {
    const known = this.#transcript.get(clientMessageId);
    const state = failure ? 'failed' : 'queued';
    const role = 'customer';
    this.#transcript.put({
      ...known,
      key: clientMessageId,
      clientMessageId,
      role,
      text,
      files,
      sources: [],
      at,
      state,
      failure,
    });
  }

  async #drain() {
    this.#running = true;
    for (let message = this.#queue[0]; message; message = this.#queue[0]) {
      await this.#deliver(message);
      this.#queue.shift();
    }
    this.#running = false;
  }

  /** @param {Pending} message */
  async #deliver(message) {
    const turn = new LiveTurn(this.#transcript, message);
    try {
      await this.#sessions.run(async (session) => {
        turn.begin();
        for await (const event of this.#api.send(session, message)) {
          this.#events.onReach(true);
          turn.apply(event);
          const ticketId = event.type === 'complete' && event.response.escalation?.ticketId;
          if (ticketId) this.#events.onEscalation(ticketId);
        }
      });
      this.#storage.removePending(message.clientMessageId);
    } catch (error) {
      if (this.#suspended) return;
      const failure = asRequestError(error).toFailure();
      this.#events.onReach(failure.code !== 'network');
      turn.abandon();
      this.#storage.putPending({ ...message, failure });
      this.#transcript.update(message.clientMessageId, { state: 'failed', failure });
    }
  }
}
