import { TurnText } from '@frontdesk/client';

/**
 * @import { AgentResponse, TurnEvent } from '@frontdesk/client'
 * @import { Transcript } from './transcript.js'
 */

/** Writes the running turn into the transcript: the messages it answers and, below them, the answer as it grows. */
export class LiveTurn {
  #transcript;
  #turnId = '';
  #text = new TurnText();
  /** A part of the running answer was missed: only its end brings it whole. */
  #blind = false;

  /** @param {Transcript} transcript */
  constructor(transcript) {
    this.#transcript = transcript;
  }

  /** @param {TurnEvent} event */
  apply(event) {
    if (event.turnId !== this.#turnId || event.type === 'start') this.#begin(event);
    if (event.type === 'text' && event.replace) this.#blind = false;
    if (event.type === 'start') this.#place(event.messages.map((message) => ({ ...message })));
    else if (event.type === 'status') this.#change({ stage: event.stage });
    else if (event.type === 'complete') this.settle(event.response);
    else if (event.type === 'error') this.abandon();
    else if (this.#text.apply(event) && !this.#blind)
      this.#change({ text: this.#text.text, sources: this.#text.sources });
  }

  /**
   * An answer is there, whole.
   *
   * @param {AgentResponse} response
   * @param {string} [questionKey] where it belongs if nothing of it was seen before
   */
  settle({ messageId, message, sources, metadata }, questionKey) {
    const key = keyOf(metadata.turnId);
    const stored = this.#transcript.find((entry) => !entry.archived && entry.messageId === messageId);
    if (stored && stored.key !== key) {
      this.#transcript.remove(key);
      return;
    }
    const at = this.#transcript.get(key)?.at ?? new Date().toISOString();
    const answer = { key, role: /** @type {const} */ ('agent'), text: message, sources, at, messageId };
    this.#transcript.put({ ...answer, state: 'done' }, questionKey);
  }

  /** Events were missed that nobody will tell any more. */
  skip() {
    this.abandon();
    this.#blind = true;
  }

  /** Takes back an answer that broke off; a later turn brings it whole. */
  abandon() {
    const key = keyOf(this.#turnId);
    if (this.#transcript.get(key)?.state === 'streaming') this.#transcript.remove(key);
  }

  /** @param {TurnEvent} event */
  #begin({ turnId }) {
    // There is one turn at a time: what an earlier one left unfinished stays so.
    this.abandon();
    this.#turnId = turnId;
    this.#text = new TurnText();
    this.#blind = false;
  }

  /** @param {import('@frontdesk/client').ChatMessage[]} messages */
  #place(messages) {
    this.#transcript.merge(messages);
    const last = messages.at(-1);
    this.#change({}, last && this.#transcript.find(({ messageId }) => messageId === last.messageId)?.key);
  }

  /**
   * @param {Partial<import('../types.js').Entry>} change
   * @param {string} [questionKey]
   */
  #change(change, questionKey) {
    const key = keyOf(this.#turnId);
    const known = this.#transcript.get(key);
    const at = new Date().toISOString();
    const empty = { key, role: /** @type {const} */ ('agent'), text: '', sources: [], at };
    this.#transcript.put({ ...empty, state: 'streaming', ...known, ...change }, questionKey);
  }
}

/** @param {string} turnId */
function keyOf(turnId) {
  return `answer-${turnId}`;
}
