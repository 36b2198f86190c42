/** One message of a customer, from any transport. */
export interface TurnRequest {
  readonly sessionId: string;
  readonly message: string;
  /** Files of the session that the message is about. */
  readonly attachmentIds: readonly string[];
  /** The caller's own id of the message; the same id gets the same answer. */
  readonly clientMessageId: string | null;
  /** When a turn of the session runs already: wait for it, be refused (ConversationBusy), or cut it and answer both messages. */
  readonly onBusy: 'queue' | 'reject' | 'interrupt';
  readonly requestId: string;
  /** Id of a stored message whose turn was lost; its turn is opened again. */
  readonly resumes?: string;
  /** The message is acknowledged as soon as it is stored. */
  readonly durable?: boolean;
}
