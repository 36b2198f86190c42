import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Forbidden } from '../../auth/auth.errors.js';
import { operationOf } from '../../auth/operation-of.js';
import { isAllowed } from '../../auth/principal.js';
import { Clock } from '../../common/clock.js';
import { SessionExpired } from '../../session/session.errors.js';
import { principalOf } from './principal-of.js';
import { type ChatConnection, type ChatSocket, type ConsoleConnection, type ConsoleSocket } from './sockets.js';

/**
 * Lets an event pass when its connection has one of the operation's roles, and a customer's only while the token is good, also between
 * two sweeps.
 */
@Injectable()
export class SocketAccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly clock: Clock,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { data } = context.switchToWs().getClient<ChatSocket | ConsoleSocket>();
    if (isCustomer(data) && this.clock.now() >= data.token.expiresAt)
      throw new SessionExpired('The session token has expired.');
    const { roles } = operationOf(this.reflector, context);
    const sessionId = isCustomer(data) ? data.sessionId : undefined;
    if (isAllowed(principalOf(data), roles, sessionId)) return true;
    throw new Forbidden('This connection may not send this event.');
  }
}

function isCustomer(data: ChatConnection | ConsoleConnection): data is ChatConnection {
  return 'sessionId' in data;
}
