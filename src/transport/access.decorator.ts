import { SetMetadata } from '@nestjs/common';

/**
 * Who may call an operation. `owner` is the customer whose session token names the session of the path; the others are API keys
 * by scope: `chat` (a service), `knowledge`, `operator`, `admin`. An admin key may do what any key may.
 */
export type Role = 'owner' | 'chat' | 'knowledge' | 'operator' | 'admin';

export const ACCESS = 'frontdesk:access';
export const ANY_CLIENT = 'frontdesk:any-client';
export const OWNER_BY_HANDLER = 'frontdesk:owner-by-handler';

/** Names the roles that may call; without any, everybody may. The guard refuses an operation that has no such line. */
export function Access(...roles: Role[]): ReturnType<typeof SetMetadata> {
  return SetMetadata(ACCESS, roles);
}

/** Lets the owner call from another client than the one the session is bound to. */
export function AnyClient(): ReturnType<typeof SetMetadata> {
  return SetMetadata(ANY_CLIENT, true);
}

/**
 * For an operation whose path names no session: `owner` lets every session token in, and the handler itself must refuse what is not
 * of that session (`mayTouch`).
 */
export function OwnerByHandler(): ReturnType<typeof SetMetadata> {
  return SetMetadata(OWNER_BY_HANDLER, true);
}
