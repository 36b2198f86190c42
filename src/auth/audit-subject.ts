import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { type AuditSubject } from './audit-log.js';

/** Ids that the audit log may hold. Whatever else a request carries may be personal data, and stays out. */
const IDS = [
  'sessionId',
  'ticketId',
  'documentId',
  'attachmentId',
  'memoryId',
  'webhookId',
  'deliveryId',
  'keyId',
] as const;

const KEY_LABEL = 'frontdesk audit subjects v1';
const KEY_BYTES = 32;
/** Half an HMAC-SHA256, which is what RFC 2104 (section 5) allows at the least. */
const HASH_BYTES = 16;
/** Longest id that is kept; ours are much shorter. */
const MOST_CHARS = 128;
const MOST_IDS = 200;

/** The key of customers' hashes, made from the secret that signs session tokens. */
export function auditKey(secret: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', KEY_LABEL, KEY_BYTES)));
}

/**
 * What the audit log keeps of a customer's id: acts on one customer can be told to be that, and somebody who knows the id and the secret
 * can look for it, also after the customer was erased. Nobody else can get back from it to the id.
 */
export function customerHash(key: KeyObject, userId: string): string {
  return createHmac('sha256', key).update(userId).digest().subarray(0, HASH_BYTES).toString('hex');
}

/** The ids among named values: of an address, of an event's body, or of a result, also of a list of results in one of its fields. */
export function idsAmong(values: unknown): AuditSubject {
  if (typeof values !== 'object' || values === null) return {};
  const subject: Record<string, string | string[]> = {};
  for (const part of [values, ...Object.values(values).filter(isObject)]) {
    for (const [name, id] of idsOf(part)) subject[name] ??= id;
  }
  for (const list of Object.values(values).filter(Array.isArray)) {
    for (const [name, id] of list.flatMap(idsOf).slice(0, MOST_IDS)) {
      const known = subject[name] ?? [];
      if (Array.isArray(known)) subject[name] = [...known, id];
    }
  }
  return subject;
}

function idsOf(value: unknown): [string, string][] {
  if (!isObject(value)) return [];
  return IDS.flatMap((name): [string, string][] => {
    const id = (value as Partial<Record<string, unknown>>)[name];
    return typeof id === 'string' && id.length <= MOST_CHARS ? [[name, id]] : [];
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
