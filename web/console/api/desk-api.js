import { DeskError } from '@frontdesk/client';

/**
 * @import { ChatMessage, Problem, Ticket } from '@frontdesk/client'
 * @import { Credentials } from './credentials.js'
 * @import { TicketDetails } from '../types.js'
 *
 * @typedef {{ data: Ticket[], nextCursor: string | null, hasMore: boolean }} TicketPage
 */

const TIMEOUT_MS = 20_000;
const PAGE_SIZE = 100;

/** The part of the desk's REST API that people use. Every method throws `DeskError`, with the code `network` when nobody answered. */
export class DeskApi {
  #base;
  #headers;

  /**
   * @param {string} base such as `/api/v1`
   * @param {Credentials} credentials
   */
  constructor(base, { apiKey, name }) {
    this.#base = base;
    this.#headers = { Accept: 'application/json', 'X-API-Key': apiKey, 'X-Operator-Name': encodeURIComponent(name) };
  }

  /** Whether the key opens the desk: resolves when it does. */
  async check() {
    await this.#json('GET', '/tickets?limit=1');
  }

  /**
   * @param {'open' | 'solved'} which
   * @param {string | null} cursor of the page before; null: the first page
   * @returns {Promise<TicketPage>}
   */
  tickets(which, cursor) {
    const status = which === 'solved' && { status: 'solved,closed' };
    const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...status, ...(cursor && { cursor }) });
    return this.#json('GET', `/tickets?${query}`);
  }

  /**
   * @param {string} ticketId
   * @returns {Promise<TicketDetails>}
   */
  ticket(ticketId) {
    return this.#json('GET', `/tickets/${encodeURIComponent(ticketId)}`);
  }

  /**
   * @param {string} ticketId
   * @param {{ status?: string, priority?: string, note?: string }} change
   * @returns {Promise<TicketDetails>}
   */
  change(ticketId, change) {
    return this.#json('PATCH', `/tickets/${encodeURIComponent(ticketId)}`, change);
  }

  /**
   * @param {string} sessionId
   * @param {number} afterSeq 0 for everything
   * @returns {Promise<ChatMessage[]>} all pages, oldest first
   */
  async history(sessionId, afterSeq) {
    /** @type {ChatMessage[]} */
    const messages = [];
    for (let after = afterSeq, more = true; more;) {
      const path = `/chat/${encodeURIComponent(sessionId)}/messages?afterSeq=${after}&limit=${PAGE_SIZE}`;
      const { data, hasMore } = await this.#json('GET', path);
      messages.push(...data);
      more = hasMore === true && data.length > 0;
      after = messages.at(-1)?.seq ?? after;
    }
    return messages;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  async #json(method, path, body) {
    const headers = { ...this.#headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) };
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    /** @type {Response} */
    let response;
    try {
      response = await fetch(this.#base + path, { method, headers, body: payload, signal, cache: 'no-store' });
    } catch (cause) {
      throw new DeskError(problem({ code: 'network' }), { cause });
    }
    if (response.ok) return response.json();
    // A proxy in between may answer with a page of HTML.
    const told = await response.json().catch(() => ({}));
    throw new DeskError(problem({ status: response.status, ...told }));
  }
}

/**
 * @param {Partial<Problem>} told
 * @returns {Problem}
 */
function problem(told) {
  return {
    type: 'about:blank',
    title: '',
    status: 0,
    detail: '',
    code: 'internal',
    retryable: true,
    errors: [],
    ...told,
  };
}
