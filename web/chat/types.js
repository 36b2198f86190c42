/**
 * The shapes the page works with. The first group is the server's contract; the second is the page's own state.
 *
 * @typedef {object} Citation
 * @property {number} index the number inside the `[n]` markers of the answer
 * @property {string} title
 * @property {string} [url]
 * @property {string} quote the passage the answer rests on
 * @property {'supported' | 'partial' | 'unsupported'} [support]
 *
 * @typedef {'customer' | 'agent' | 'human' | 'system'} Role
 *
 * @typedef {object} HistoryMessage
 * @property {string} messageId
 * @property {number} seq gapless per session, ascending
 * @property {Role} role
 * @property {string} message
 * @property {string | null} [clientMessageId]
 * @property {Citation[]} [sources]
 * @property {string} createdAt ISO-8601
 *
 * @typedef {object} Ticket
 * @property {string} ticketId
 * @property {number | string} [number] what the customer is told
 *
 * @typedef {object} AgentResponse
 * @property {string} messageId
 * @property {string} message
 * @property {Citation[]} sources
 * @property {{ ticketId?: string }} [escalation] a person was called during the turn
 *
 * @typedef {object} Problem an RFC 9457 body
 * @property {string} code
 * @property {string} [detail]
 * @property {boolean} [retryable]
 * @property {string} [requestId]
 * @property {{ field: string, message: string }[]} [errors] what is wrong with the request
 *
 * @typedef {{ type: 'start', messageId?: string, messageSeq?: number }
 *   | { type: 'status', stage: string }
 *   | { type: 'sources', sources: Citation[] }
 *   | { type: 'escalation' }
 *   | { type: 'text', delta: string, replace?: true }
 *   | { type: 'complete', response: AgentResponse }
 *   | { type: 'error', error: Problem }} TurnEvent
 *
 * @typedef {object} UploadedFile
 * @property {string} attachmentId
 * @property {string} filename
 *
 * @typedef {object} Session what the browser keeps to come back to its conversation
 * @property {string} sessionId
 * @property {string} token
 * @property {Ticket} [ticket]
 *
 * @typedef {object} Failure why a message was not answered; kept with it over a reload
 * @property {string} code
 * @property {string} [detail]
 * @property {string} [mistake] what is wrong with the text itself, as `must be ...`
 * @property {string} [requestId]
 * @property {boolean} retryable
 * @property {number} [retryAfter] seconds
 *
 * @typedef {object} Pending a message whose answer has not arrived
 * @property {string} clientMessageId the same for every attempt, so that a retry is not a second message
 * @property {string} text
 * @property {UploadedFile[]} [files] that go with it
 * @property {string} at ISO-8601
 * @property {Failure} [failure]
 *
 * @typedef {object} Entry one line of the conversation on screen; replaced, never changed in place
 * @property {string} key
 * @property {Role} role
 * @property {string} text
 * @property {Citation[]} sources
 * @property {string} at ISO-8601
 * @property {'queued' | 'sending' | 'streaming' | 'failed' | 'done'} state
 * @property {UploadedFile[]} [files] sent with a message of this page
 * @property {string} [stage] what the desk is doing while `text` is still empty
 * @property {string} [clientMessageId]
 * @property {string} [messageId]
 * @property {number} [seq]
 * @property {Failure} [failure]
 * @property {boolean} [archived] belongs to an earlier session
 */
export {};
