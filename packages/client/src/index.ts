export type * from './protocol.js';
export type * from './client-events.js';
export {
  ChatClient,
  type ChatClientOptions,
  type PersonRequest,
  type ResumeStorage,
  type SendOptions,
} from './chat-client.js';
export { ConsoleClient, type ConsoleClientOptions, type SaidMessage, type TicketChange } from './console-client.js';
export { DeskError } from './desk-error.js';
export { newId } from './new-id.js';
export { type SentMessage } from './sent-message.js';
export { TurnText } from './turn-text.js';
