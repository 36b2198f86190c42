import { SetMetadata } from '@nestjs/common';

/**
 * Who may call an operation. `owner` is the customer whose session token names the session of the path; the others are API keys
 * by scope: `chat` (a service), `knowledge`, `operator`, `admin`. An admin key may do what any key may.
 */
export type Role = 'owner' | 'chat' | 'knowledge' | 'operator' | 'admin';

export const ACCESS = 'frontdesk:access';
export const ANY_CLIENT = 'frontdesk:any-client';

/** Names the roles that may call; without any, everybody may. The guard refuses an operation that has no such line. */
export function Access(...roles: Role[]): ReturnType<typeof SetMetadata> {
  return SetMetadata(ACCESS, roles);
}

/** Lets the owner call from another client than the one the session is bound to. */
export function AnyClient(): ReturnType<typeof SetMetadata> {
  return SetMetadata(ANY_CLIENT, true);
}
