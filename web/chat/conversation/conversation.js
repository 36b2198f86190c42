import { newId } from '@frontdesk/client';
import { RequestError } from '../api/request-error.js';
import { Line } from './line.js';
import { LiveTurn } from './live-turn.js';
import { Outbox } from './outbox.js';
import { SessionKeeper } from './session-keeper.js';
import { Transcript } from './transcript.js';

/**
 * @import { ConnectionState, DeskError, Handoff, TurnEvent, Typing } from '@frontdesk/client'
 * @import { ChatApi } from '../api/chat-api.js'
 * @import { ConversationStorage } from './storage.js'
 * @import { Session } from '../types.js'
 */

/**
 * @typedef {object} ConversationEvents
 * @property {(state: ConnectionState) => void} onState
 * @property {(handoff: Handoff | undefined) => void} onHandoff undefined when no person was asked for
 * @property {(typing: Typing) => void} onTyping
 * @property {() => void} onHistoryFailed
 */

/** The customer's conversation: what is on screen, what is under way, and how it comes back after a reload. */
export class Conversation {
  transcript = new Transcript();
  outbox;
  #api;
  #storage;
  #events;
  #sessions;
  #line;
  #liveTurn = new LiveTurn(this.transcript);

  /**
   * @param {ChatApi} api
   * @param {ConversationStorage} storage
   * @param {ConversationEvents} events
   * @param {string} endedNotice said where one session ends and the next begins
   */
  constructor(api, storage, events, endedNotice) {
    this.#api = api;
    this.#storage = storage;
    this.#events = events;
    this.#sessions = new SessionKeeper(api, storage, () => this.#end(endedNotice));
    this.#line = new Line(api, storage, {
      event: (event) => this.#onTurn(event),
      'message.created': ({ message }) => this.transcript.merge([message]),
      'handoff.updated': ({ handoff }) => this.#keepHandoff(handoff),
      typing: (typing) => events.onTyping(typing),
      state: (state) => events.onState(state),
      reset: () => {
        this.#liveTurn.skip();
        void this.#readHistory();
      },
      problem: (problem) => void this.#onProblem(problem),
    });
    const parts = { line: this.#line, sessions: this.#sessions, storage, transcript: this.transcript };
    this.outbox = new Outbox(parts, (response, questionKey) => this.#liveTurn.settle(response, questionKey));
    storage.onOtherSession(() => void this.restore());
  }

  /** Brings the stored conversation back on screen and goes on with what was under way. */
  async restore() {
    if (this.outbox.busy) return;
    this.transcript.clear();
    const { session } = this.#storage;
    this.#events.onHandoff(session?.handoff);
    // Its events go on from what was kept before the history was read: whatever lies between is seen twice rather than never.
    await this.#readHistory();
    if (session && session.sessionId === this.#storage.session?.sessionId) this.#line.open(session);
    this.outbox.showFailed();
    this.outbox.resume();
  }

  /** The page is looked at again, or the browser is back online: whoever waits for the next try to connect need not. */
  wake() {
    this.#line.wake();
    this.outbox.retryUnreached();
  }

  /**
   * Asks for a person.
   *
   * @throws {RequestError}
   */
  async requestPerson() {
    this.#keepHandoff(await this.#sessions.run((session) => this.#line.requestPerson(session)));
  }

  /** Stops the answer that is being made. */
  stop() {
    return this.#line.stop();
  }

  /** @param {boolean} on whether the customer writes */
  typing(on) {
    this.#line.typing(on);
  }

  /**
   * Gives the desk a file of this conversation, to be named in a message.
   *
   * @param {File} file
   * @throws {RequestError}
   */
  upload(file) {
    return this.#sessions.run((session) => this.#api.upload(session, file));
  }

  /** @param {TurnEvent} event */
  #onTurn(event) {
    this.#liveTurn.apply(event);
    const ticketId = event.type === 'complete' && event.response.escalation?.ticketId;
    if (ticketId) void this.#onEscalation(ticketId);
  }

  /**
   * A turn called a person by itself. Where that stands is asked for: a request for a person returns the ticket that is open.
   *
   * @param {string} ticketId
   */
  async #onEscalation(ticketId) {
    if (this.#storage.session?.handoff?.ticketId === ticketId) return;
    const handoff = await this.#sessions
      .runIfOpen((session) => this.#line.requestPerson(session))
      .catch(() => undefined);
    if (handoff) this.#keepHandoff(handoff);
  }

  /** @param {Handoff} handoff */
  #keepHandoff(handoff) {
    // The desk tells nothing more of an answer that a person has cut short.
    if (handoff.state === 'assigned' || handoff.state === 'active') this.#liveTurn.abandon();
    const { session } = this.#storage;
    if (session) this.#storage.changeSession(session.sessionId, { handoff });
    this.#events.onHandoff(handoff);
  }

  /** @param {DeskError} problem */
  async #onProblem({ problem }) {
    const error = new RequestError(problem, { status: problem.status });
    const { session } = this.#storage;
    if (!session) return;
    if (!error.stepUpRequired) {
      this.#sessions.dropIfGone(session, error);
      return;
    }
    // What is under way confirms by itself.
    if (this.outbox.busy) return;
    await this.#api.confirm(session).then(
      () => this.#line.open(session),
      () => undefined,
    );
  }

  async #readHistory() {
    try {
      const messages = await this.#sessions.runIfOpen((session) => this.#api.history(session, 0));
      this.#forgetAnswered(messages ?? []);
      this.transcript.merge(messages ?? []);
    } catch {
      this.#events.onHistoryFailed();
    }
  }

  /**
   * A message whose answer the server has stored is no longer under way, even if the answer never reached this page.
   *
   * @param {import('@frontdesk/client').ChatMessage[]} messages
   */
  #forgetAnswered(messages) {
    for (const [at, { clientMessageId, role }] of messages.entries()) {
      const next = messages[at + 1];
      if (role === 'customer' && clientMessageId && next && next.role !== 'customer') {
        this.#storage.removePending(clientMessageId);
      }
    }
  }

  /** @param {string} notice */
  #end(notice) {
    this.#line.close();
    this.#events.onHandoff(undefined);
    const at = new Date().toISOString();
    this.transcript.archive({ key: newId(), role: 'system', text: notice, sources: [], at, state: 'done' });
  }
}
