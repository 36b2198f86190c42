/**
 * The shapes the page works with beside those of the client.
 *
 * @import { ChatMessage, Citation, Handoff } from '@frontdesk/client'
 *
 * @typedef {ChatMessage['role']} Role
 *
 * @typedef {object} Problem an RFC 9457 body, as far as it is there
 * @property {string} code
 * @property {string} [detail]
 * @property {boolean} [retryable]
 * @property {string} [requestId]
 * @property {readonly { field: string, message: string }[]} [errors] what is wrong with the request
 *
 * @typedef {object} UploadedFile
 * @property {string} attachmentId
 * @property {string} filename
 *
 * @typedef {object} Session what the browser keeps to come back to its conversation
 * @property {string} sessionId
 * @property {string} token
 * @property {number} [lastSeq] number of the event after which its events are taken up again
 * @property {Handoff} [handoff] where it is on its way to a person
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
 * @property {readonly Citation[]} sources
 * @property {string | null} [author] name of the person who wrote it
 * @property {string} at ISO-8601
 * @property {'queued' | 'sending' | 'streaming' | 'failed' | 'done'} state
 * @property {UploadedFile[]} [files] sent with a message of this page
 * @property {string} [stage] what the desk is doing while `text` is still empty
 * @property {string} [clientMessageId]
 * @property {string} [turnId] of an answer that is being made
 * @property {string} [messageId]
 * @property {number} [seq]
 * @property {Failure} [failure]
 * @property {boolean} [archived] belongs to an earlier session
 */
export {};
