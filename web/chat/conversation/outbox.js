import { newId } from '@frontdesk/client';
import { asRequestError } from '../api/request-error.js';

/**
 * @import { AgentResponse } from '@frontdesk/client'
 * @import { Line } from './line.js'
 * @import { SessionKeeper } from './session-keeper.js'
 * @import { ConversationStorage } from './storage.js'
 * @import { Transcript } from './transcript.js'
 * @import { Pending, UploadedFile } from '../types.js'
 */

/** Sends messages and keeps each until its answer is there. */
export class Outbox {
  #line;
  #sessions;
  #storage;
  #transcript;
  #onAnswer;
  /** Those on their way. @type {Set<string>} */
  #underWay = new Set();

  /**
   * @param {{ line: Line, sessions: SessionKeeper, storage: ConversationStorage, transcript: Transcript }} parts
   * @param {(response: AgentResponse, questionKey: string) => void} onAnswer
   */
  constructor({ line, sessions, storage, transcript }, onAnswer) {
    this.#line = line;
    this.#sessions = sessions;
    this.#storage = storage;
    this.#transcript = transcript;
    this.#onAnswer = onAnswer;
  }

  get busy() {
    return this.#underWay.size > 0;
  }

  /**
   * @param {string} text
   * @param {UploadedFile[]} files
   */
  send(text, files) {
    void this.#deliver({ clientMessageId: newId(), text, files, at: new Date().toISOString() });
  }

  /** Sends a failed message again, as the same message. @param {string} clientMessageId */
  retry(clientMessageId) {
    const message = this.#storage.pending().find((pending) => pending.clientMessageId === clientMessageId);
    if (!message) return;
    // An attempt that reached the desk has its place in the conversation; any other goes to the end.
    const stored = this.#transcript.get(clientMessageId)?.seq !== undefined;
    if (!stored) this.#transcript.remove(clientMessageId);
    void this.#deliver({ ...message, failure: undefined });
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
      if (message.failure) this.#show(message, 'failed');
    }
  }

  /** After a reload: sends again what was under way when the page went. */
  resume() {
    for (const message of this.#storage.pending()) {
      if (!message.failure) void this.#deliver(message);
    }
  }

  /**
   * @param {Pending} message
   * @param {'queued' | 'sending' | 'failed'} state
   */
  #show({ clientMessageId, text, files, at, failure }, state) {
    const known = this.#transcript.get(clientMessageId);
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

  /** @param {Pending} message */
  async #deliver(message) {
    const { clientMessageId } = message;
    if (this.#underWay.has(clientMessageId)) return;
    this.#underWay.add(clientMessageId);
    this.#storage.putPending(message);
    this.#show(message, this.#transcript.answering ? 'queued' : 'sending');
    try {
      const response = await this.#sessions.run((session) =>
        this.#line.send(session, message, ({ messageId, messageSeq }) => {
          this.#transcript.update(clientMessageId, { messageId, seq: messageSeq, state: 'done' });
        }),
      );
      this.#storage.removePending(clientMessageId);
      if (response) this.#onAnswer(response, clientMessageId);
    } catch (error) {
      const failure = asRequestError(error).toFailure();
      this.#storage.putPending({ ...message, failure });
      this.#transcript.update(clientMessageId, { state: 'failed', failure });
    } finally {
      this.#underWay.delete(clientMessageId);
    }
  }
}
