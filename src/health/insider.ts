import { type AuthenticatedRequest } from '../auth/access.guard.js';

const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/** Whether a request comes from this machine itself. A proxy on this machine does not make its clients local. */
export function isOfThisMachine({ socket, headers }: AuthenticatedRequest): boolean {
  const forwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return LOOPBACK.test(socket.remoteAddress ?? '') && !forwarded;
}

/** Whether a request may see how the desk is inside: with the key of an operator or an administrator, or from this machine itself. */
export function isInsider(request: AuthenticatedRequest): boolean {
  const { principal } = request;
  if (principal?.kind === 'api_key' && principal.scopes.some((scope) => scope === 'admin' || scope === 'operator')) {
    return true;
  }
  return isOfThisMachine(request);
}
