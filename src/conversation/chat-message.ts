import { type ChatMessage } from '@frontdesk/client';
import { type AskedMessage } from './begin-turn.js';

/** A customer's message as clients see it. */
export function toChatMessage({ createdAt, ...message }: AskedMessage): ChatMessage {
  return { ...message, role: 'customer', authorName: null, sources: [], createdAt: createdAt.toISOString() };
}
