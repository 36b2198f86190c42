import { ChatClient } from '@frontdesk/client';
import { asRequestError } from '../api/request-error.js';

/**
 * @import { AgentResponse, ClientEvents, Handoff, MessageAccepted } from '@frontdesk/client'
 * @import { ChatApi } from '../api/chat-api.js'
 * @import { ConversationStorage } from './storage.js'
 * @import { Pending, Session } from '../types.js'
 */

/** @typedef {{ [Name in keyof ClientEvents]?: (value: ClientEvents[Name]) => void }} LineListeners */

/** How long a person is asked for before the customer is told that it failed. */
const PERSON_TIMEOUT_MS = 20_000;

/** The page's connection: to one session at a time. */
export class Line {
  #api;
  #storage;
  #listeners;
  #token = '';
  /** @type {ChatClient | undefined} */
  #client;

  /**
   * @param {ChatApi} api
   * @param {ConversationStorage} storage
   * @param {LineListeners} listeners
   */
  constructor(api, storage, listeners) {
    this.#api = api;
    this.#storage = storage;
    this.#listeners = listeners;
  }

  /** Connects to a session and stays connected. @param {Session} session */
  open(session) {
    if (this.#client && this.#client.state !== 'closed' && this.#token === session.token) return this.#client;
    this.close();
    const { sessionId, token } = session;
    const client = new ChatClient({
      url: location.origin,
      token,
      sessionId,
      transports: ['websocket', 'polling'],
      storage: {
        load: () => session.lastSeq ?? null,
        save: (lastSeq) => this.#storage.changeSession(sessionId, { lastSeq }),
      },
    });
    for (const name of /** @type {(keyof ClientEvents)[]} */ (Object.keys(this.#listeners))) {
      client.on(name, (value) => {
        if (client === this.#client) this.#listeners[name]?.(/** @type {never} */ (value));
      });
    }
    this.#token = token;
    this.#client = client;
    return client.connect();
  }

  /** While offline: tries again at once. */
  wake() {
    this.#client?.connect();
  }

  close() {
    const client = this.#client;
    this.#client = undefined;
    client?.close();
  }

  /**
   * @param {Session} session
   * @param {Pending} message
   * @param {(accepted: MessageAccepted) => void} onAccepted
   * @returns {Promise<AgentResponse | null>} null when a person answers
   * @throws {import('../api/request-error.js').RequestError}
   */
  send(session, { text, clientMessageId, files = [] }, onAccepted) {
    const attachmentIds = files.map(({ attachmentId }) => attachmentId);
    return this.#run(session, async (client) => {
      const sent = client.send(text, { clientMessageId, attachmentIds });
      onAccepted(await sent.accepted);
      return sent.response();
    });
  }

  /**
   * @param {Session} session
   * @returns {Promise<Handoff>}
   * @throws {import('../api/request-error.js').RequestError}
   */
  requestPerson(session) {
    return this.#run(session, (client) => client.requestPerson({ signal: AbortSignal.timeout(PERSON_TIMEOUT_MS) }));
  }

  /** Stops the answer that is being made. */
  async stop() {
    await this.#client?.stop().catch(() => undefined);
  }

  /** @param {boolean} on whether the customer writes */
  typing(on) {
    this.#client?.typing(on);
  }

  /**
   * @template T
   * @param {Session} session
   * @param {(client: ChatClient) => Promise<T>} operation
   * @returns {Promise<T>}
   */
  #run(session, operation) {
    return this.#api.confirmed(session, () =>
      operation(this.open(session)).catch((error) => {
        throw asRequestError(error);
      }),
    );
  }
}
