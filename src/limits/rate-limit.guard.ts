import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Response } from 'express';
import { type AuthenticatedRequest } from '../auth/access.guard.js';
import { operationOf } from '../auth/operation-of.js';
import { callerOf } from './caller.js';
import { KeyTrials } from './key-trials.js';
import { rateLimitHeaders } from './rate-limit-headers.js';
import { RateLimits } from './rate-limits.js';

/** Takes every REST call from its caller's budgets, once it is known who calls. A stream counts once, when it begins. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
    private readonly trials: KeyTrials,
  ) {}

  /** @throws RateLimited */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Gateways bring a guard of their own.
    if (context.getType() === 'ws') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest>();
    if (request.principal) this.trials.noteGood(request);
    const { limit } = operationOf(this.reflector, context);
    if (limit === 'none') return true;
    const { standings, refusal } = await this.limits.count(limit, callerOf(request.principal, request.ip ?? ''));
    if (standings.length > 0) http.getResponse<Response>().set({ ...rateLimitHeaders(standings) });
    if (refusal) throw refusal;
    return true;
  }
}
