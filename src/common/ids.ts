import { randomUUID } from 'node:crypto';

/** Prefixes of the ids the product makes; a reader of a log line sees what an id names. */
export type IdPrefix =
  'msg' | 'turn' | 'tkt' | 'doc' | 'chk' | 'att' | 'mem' | 'thr' | 'key' | 'evt' | 'req' | 'ers' | 'aud';

/** A new opaque id, `prefix_` and 128 random bits (RFC 9562 version 4) in hexadecimal. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`;
}
