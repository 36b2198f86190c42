import { Conversations1763600000001 } from './1763600000001-conversations.js';
import { Knowledge1763600000002 } from './1763600000002-knowledge.js';
import { ApiKeys1763600000003 } from './1763600000003-api-keys.js';
import { UnprojectedConversations1763600000004 } from './1763600000004-unprojected-conversations.js';
import { Attachments1763600000005 } from './1763600000005-attachments.js';
import { MemoryAndEscalation1763600000006 } from './1763600000006-memory-and-escalation.js';
import { Realtime1763600000007 } from './1763600000007-realtime.js';
import { Webhooks1763600000008 } from './1763600000008-webhooks.js';
import { Access1763600000009 } from './1763600000009-access.js';
import { Privacy1763600000010 } from './1763600000010-privacy.js';
import { SchemaSupport1763600000011 } from './1763600000011-schema-support.js';

/** Every migration in order; the name's number is when it was written. A released one is never edited. */
export const migrations = [
  Conversations1763600000001,
  Knowledge1763600000002,
  ApiKeys1763600000003,
  UnprojectedConversations1763600000004,
  Attachments1763600000005,
  MemoryAndEscalation1763600000006,
  Realtime1763600000007,
  Webhooks1763600000008,
  Access1763600000009,
  Privacy1763600000010,
  SchemaSupport1763600000011,
];
