import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { operationOf } from '../../auth/operation-of.js';
import { callerOf } from '../../limits/caller.js';
import { RateLimits } from '../../limits/rate-limits.js';
import { principalOf } from './principal-of.js';
import { type ChatSocket, type ConsoleSocket } from './sockets.js';
import { TransportGuard } from './transport-guard.js';

/** Takes every event from its sender's budgets, which are the ones that REST takes from. */
@Injectable()
export class SocketLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
    private readonly transports: TransportGuard,
  ) {}

  /** @throws RateLimited */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { limit } = operationOf(this.reflector, context);
    if (limit === 'none') return true;
    const { data, conn } = context.switchToWs().getClient<ChatSocket | ConsoleSocket>();
    const { refusal } = await this.limits.count(
      limit,
      callerOf(principalOf(data), this.transports.traitsOf(conn).address),
    );
    if (refusal) throw refusal;
    return true;
  }
}
