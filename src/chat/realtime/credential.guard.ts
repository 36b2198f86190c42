import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { SessionExpired } from '../../session/session.errors.js';
import { type ChatSocket } from './sockets.js';

/** Lets a customer's event pass while the token of the connection is good, also between two sweeps. */
@Injectable()
export class CredentialGuard implements CanActivate {
  constructor(private readonly clock: Clock) {}

  canActivate(context: ExecutionContext): boolean {
    const { data } = context.switchToWs().getClient<ChatSocket>();
    if (this.clock.now() < data.expiresAt) return true;
    throw new SessionExpired('The session token has expired.');
  }
}
