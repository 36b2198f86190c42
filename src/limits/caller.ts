import { type Principal } from '../auth/principal.js';
import { callerAddress } from './caller-address.js';

/** Whom a call is counted by. */
export type Caller =
  | { readonly by: 'key'; readonly keyId: string }
  | { readonly by: 'session'; readonly sessionId: string; readonly address: string }
  | { readonly by: 'address'; readonly address: string };

/** The caller behind a principal, if there is one, and an address as the connection or the proxies tell it. */
export function callerOf(principal: Principal | undefined, address: string): Caller {
  if (principal?.kind === 'api_key') return { by: 'key', keyId: principal.keyId };
  const place = callerAddress(address);
  if (principal) return { by: 'session', sessionId: principal.sessionId, address: place };
  return { by: 'address', address: place };
}
