/** One message of a customer, from any transport. */
export interface TurnRequest {
  readonly sessionId: string;
  readonly message: string;
  /** Files of the session that the message is about. */
  readonly attachmentIds: readonly string[];
  /** The caller's own id of the message; the same id gets the same answer. */
  readonly clientMessageId: string | null;
  /** When a turn of the session runs already: wait for it, be refused (ConversationBusy), or stop it first. */
  readonly onBusy: 'queue' | 'reject' | 'interrupt';
  readonly requestId: string;
}
