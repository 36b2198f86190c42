import { type AuthenticatedRequest } from '../auth/access.guard.js';

const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/**
 * Whether a request may see how the desk is inside: with the key of an operator or an administrator, or from this machine itself. A
 * proxy on this machine does not make its clients local.
 */
export function isInsider({ principal, socket, headers }: AuthenticatedRequest): boolean {
  if (principal?.kind === 'api_key' && principal.scopes.some((scope) => scope === 'admin' || scope === 'operator')) {
    return true;
  }
  const forwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return LOOPBACK.test(socket.remoteAddress ?? '') && !forwarded;
}
