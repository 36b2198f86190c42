import { Conversations1763600000001 } from './1763600000001-conversations.js';

/** Every migration in order; the name's number is when it was written. A released one is never edited. */
export const migrations = [Conversations1763600000001];
