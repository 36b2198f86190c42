import { type Principal } from '../../auth/principal.js';
import { type ChatConnection, type ConsoleConnection } from './sockets.js';

/** Who is at the other end of a connection. */
export function principalOf(data: ChatConnection | ConsoleConnection): Principal {
  return 'sessionId' in data ? { kind: 'customer', sessionId: data.sessionId } : data.principal;
}
