/**
 * @import { Transcript } from './transcript.js'
 * @import { Pending, TurnEvent } from '../types.js'
 */

/** Writes one running turn into the transcript: the customer's message and, below it, the answer as it grows. */
export class LiveTurn {
  #transcript;
  #questionKey;
  #answerKey;

  /**
   * @param {Transcript} transcript
   * @param {Pending} message
   */
  constructor(transcript, message) {
    this.#transcript = transcript;
    this.#questionKey = message.clientMessageId;
    this.#answerKey = `answer-${message.clientMessageId}`;
  }

  /** The message is on its way. */
  begin() {
    this.#transcript.update(this.#questionKey, { state: 'sending', failure: undefined });
  }

  /**
   * @param {TurnEvent} event
   */
  apply(event) {
    const answer = this.#transcript.get(this.#answerKey);
    if (event.type === 'start') this.#stored(event);
    else if (event.type === 'status') this.#change({ stage: event.stage });
    else if (event.type === 'sources') this.#change({ sources: event.sources });
    else if (event.type === 'text') {
      const before = event.replace ? '' : (answer?.text ?? '');
      this.#change({ text: before + event.delta });
    } else if (event.type === 'complete') this.#complete(event.response);
  }

  /** Takes back an answer that broke off; a later attempt brings it whole. */
  abandon() {
    this.#transcript.remove(this.#answerKey);
  }

  /** @param {{ messageId?: string, messageSeq?: number }} place where the server has put the customer's message */
  #stored({ messageId, messageSeq }) {
    this.#start();
    this.#transcript.update(this.#questionKey, { messageId, seq: messageSeq });
  }

  #start() {
    if (this.#transcript.get(this.#answerKey)) return;
    this.#transcript.update(this.#questionKey, { state: 'done' });
    const at = new Date().toISOString();
    const answer = { key: this.#answerKey, role: /** @type {const} */ ('agent'), text: '', sources: [], at };
    this.#transcript.put({ ...answer, state: 'streaming' }, this.#questionKey);
  }

  /** @param {Partial<import('../types.js').Entry>} change */
  #change(change) {
    this.#start();
    this.#transcript.update(this.#answerKey, change);
  }

  /** @param {import('../types.js').AgentResponse} response */
  #complete({ messageId, message, sources }) {
    this.#change({ text: message, sources, messageId, state: 'done', stage: undefined });
  }
}
