/**
 * @import { ChatMessage, Citation, Ticket } from '@frontdesk/client'
 *
 * @typedef {object} Note for colleagues only
 * @property {string} noteId
 * @property {{ name: string }} author
 * @property {string} text
 * @property {string} createdAt ISO-8601
 *
 * @typedef {{ kind: string, value: string }} Fact what the customer said of themselves
 *
 * @typedef {{ reason: string, confidence: number, evidence: string }} Evidence why the desk thought that a person is needed
 *
 * @typedef {Ticket & {
 *   note?: string | null,
 *   facts?: readonly Fact[],
 *   explanation?: readonly Evidence[],
 *   notes?: readonly Note[],
 * }} TicketDetails what GET adds to a ticket of the list; absent until it was read
 *
 * @typedef {object} Line one line of the conversation on screen; replaced, never changed in place
 * @property {string} key
 * @property {ChatMessage['role'] | 'event'} role
 * @property {string} text
 * @property {readonly Citation[]} sources
 * @property {string | null} authorName
 * @property {string} at ISO-8601
 * @property {number} order where it stands: the seq of a stored message, fractions between two of them, Infinity when not stored yet
 * @property {'sending' | 'streaming' | 'failed' | 'done'} state
 * @property {string} [messageId]
 * @property {string} [failure] in words
 */
export {};
