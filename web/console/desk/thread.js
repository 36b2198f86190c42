import { strings } from '../strings.js';

/**
 * @import { ChatMessage, Handoff, SessionEvent } from '@frontdesk/client'
 * @import { Line } from '../types.js'
 */

/** The lines of one conversation, in order. An unchanged line keeps its identity. */
export class Thread {
  /** @type {Line[]} */
  #lines = [];
  #onChange;

  /** @param {(lines: readonly Line[]) => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** @param {string} key */
  get(key) {
    return this.#lines.find((line) => line.key === key);
  }

  /** The number of the last stored message. */
  get lastSeq() {
    return this.#lines.reduce(
      (last, { order }) => (Number.isFinite(order) ? Math.max(last, Math.floor(order)) : last),
      0,
    );
  }

  /**
   * Takes in stored messages. One that is on screen already is recognised by either of its ids.
   *
   * @param {readonly ChatMessage[]} messages
   */
  merge(messages) {
    for (const message of messages) this.#take(message);
    this.#changed();
  }

  /** @param {readonly SessionEvent[]} events in their order */
  apply(events) {
    for (const event of events) this.#apply(event);
    this.#changed();
  }

  /** @param {Omit<Line, 'order' | 'sources'>} line not stored yet */
  add(line) {
    this.#put({ sources: [], order: Infinity, ...line });
    this.#changed();
  }

  /**
   * @param {string} key
   * @param {Partial<Line>} change ignored when there is no such line
   */
  update(key, change) {
    const line = this.get(key);
    if (line) this.#put({ ...line, ...change });
    this.#changed();
  }

  /** @param {string} key */
  remove(key) {
    this.#lines = this.#lines.filter((line) => line.key !== key);
    this.#changed();
  }

  /** @param {ChatMessage} message */
  #take(message) {
    const { messageId, clientMessageId, role } = message;
    const known = this.#lines.find(
      (line) => line.messageId === messageId || (role === 'human' && line.key === clientMessageId),
    );
    this.#put(lineOf(message, known?.key ?? messageId));
  }

  /** Events were missed: whether an answer that was under way was finished is in the history. */
  forgetUnfinished() {
    this.#dropUnfinished();
    this.#changed();
  }

  /** What could not be delivered, as one text. */
  get undelivered() {
    const failed = this.#lines.filter(({ state }) => state === 'failed');
    return failed.map(({ text }) => text).join('\n');
  }

  /** @param {SessionEvent} event */
  #apply(event) {
    if (event.type === 'message.created') this.#take(event.message);
    else if (event.type === 'handoff.updated') this.#handoff(event.id, event.at, event.handoff);
    else if (event.type === 'start') {
      for (const message of event.messages) this.#take(message);
      this.#dropUnfinished();
      this.#stream(event.turnId, event.at, { order: event.messageSeq + 0.5 });
    } else if (event.type === 'sources') this.#stream(event.turnId, event.at, { sources: event.sources });
    else if (event.type === 'text') {
      const before = event.replace ? '' : (this.get(event.turnId)?.text ?? '');
      this.#stream(event.turnId, event.at, { text: before + event.delta });
    } else if (event.type === 'complete') this.#complete(event);
    else if (event.type === 'error') {
      const begun = this.get(event.turnId);
      this.#drop(event.turnId);
      if (begun?.text) this.#note(event.id, event.at, strings.brokeOff);
    }
  }

  /**
   * @param {string} turnId
   * @param {string} at
   * @param {Partial<Line>} change
   */
  #stream(turnId, at, change) {
    const fresh = { key: turnId, role: /** @type {const} */ ('agent'), text: '', sources: [], authorName: null, at };
    const line = this.get(turnId) ?? { ...fresh, order: this.lastSeq + 0.5, state: /** @type {const} */ ('streaming') };
    this.#put({ ...line, ...change });
  }

  /** @param {Extract<SessionEvent, { type: 'complete' }>} event */
  #complete({ turnId, at, response: { messageId, message: text, sources } }) {
    const stored = this.#lines.some((line) => line.messageId === messageId && line.key !== turnId);
    if (stored) this.#drop(turnId);
    else this.#stream(turnId, at, { text, sources, messageId, at, state: 'done' });
  }

  /**
   * @param {string} key
   * @param {string} at
   * @param {Handoff} handoff
   */
  #handoff(key, at, { state, agentName }) {
    if (state === 'assigned' || state === 'active') this.#dropUnfinished();
    const text = state === 'assigned' && agentName ? strings.takenOverBy(agentName) : strings.handoffs[state];
    if (text) this.#note(key, at, text);
  }

  /**
   * @param {string} key
   * @param {string} at
   * @param {string} text
   */
  #note(key, at, text) {
    const before = this.#lines.filter((line) => Number.isFinite(line.order) && line.at <= at);
    const order = Math.floor(Math.max(0, ...before.map((line) => line.order))) + 0.75;
    this.#put({ key, role: 'event', text, sources: [], authorName: null, at, order, state: 'done' });
  }

  /** Of an answer that was under way nothing more comes once another begins or a person has taken over. */
  #dropUnfinished() {
    this.#lines = this.#lines.filter((line) => line.state !== 'streaming');
  }

  /** @param {string} key */
  #drop(key) {
    this.#lines = this.#lines.filter((line) => line.key !== key);
  }

  /** @param {Line} line */
  #put(line) {
    const at = this.#lines.findIndex(({ key }) => key === line.key);
    if (at < 0) this.#lines.push(line);
    else this.#lines[at] = line;
  }

  #changed() {
    this.#lines.sort((a, b) => a.order - b.order || a.at.localeCompare(b.at));
    this.#onChange(this.#lines);
  }
}

/**
 * @param {ChatMessage} message
 * @param {string} key
 * @returns {Line}
 */
function lineOf({ messageId, seq, role, message, authorName, sources, createdAt }, key) {
  return {
    ...{ key, messageId, role, text: message, authorName: authorName ?? null, sources: sources ?? [] },
    ...{ at: createdAt, order: seq, state: 'done' },
  };
}
