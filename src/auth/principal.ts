import { type Role } from '../transport/operations.js';

/** A scope of an API key. `admin` includes the others. */
export type Scope = Exclude<Role, 'owner'>;

/** Every scope. */
export const SCOPES = ['chat', 'knowledge', 'operator', 'admin'] as const satisfies readonly Scope[];

/** A caller with an API key. */
export interface KeyHolder {
  readonly kind: 'api_key';
  readonly keyId: string;
  /** What the key was called when it was made. */
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** Who calls: a customer with the token of one session, or an API key. */
export type Principal = { readonly kind: 'customer'; readonly sessionId: string } | KeyHolder;

/** Whether `principal` has one of `roles`; `sessionId` is the session that the operation is about, if any. */
export function isAllowed(principal: Principal, roles: readonly Role[], sessionId: string | undefined): boolean {
  if (principal.kind === 'customer') return roles.includes('owner') && principal.sessionId === sessionId;
  const { scopes } = principal;
  return scopes.includes('admin') || scopes.some((scope) => roles.includes(scope));
}

/** Whether a caller whom the guard let in may touch what belongs to a session: a customer only what is of their own. */
export function mayTouch(principal: Principal | undefined, sessionId: string): boolean {
  return principal !== undefined && (principal.kind === 'api_key' || principal.sessionId === sessionId);
}
