import { Injectable, type NestMiddleware } from '@nestjs/common';
import { type NextFunction, type Response } from 'express';
import { type AuthenticatedRequest } from '../auth/access.guard.js';
import { SessionTokens } from '../session/session-tokens.js';
import { AppError } from '../common/app-error.js';
import { CredentialGate } from './credential-gate.js';
import { KeyTrials } from './key-trials.js';

const BEARER = /^Bearer +(\S+)$/i;

/** Puts every credential of a REST request before the gate, ahead of the guard that looks it up. */
@Injectable()
export class CredentialGateMiddleware implements NestMiddleware {
  constructor(
    private readonly gate: CredentialGate,
    private readonly trials: KeyTrials,
    private readonly tokens: SessionTokens,
  ) {}

  /** @throws RateLimited, Unauthenticated */
  async use(request: AuthenticatedRequest, response: Response, next: NextFunction): Promise<void> {
    const address = request.ip ?? '';
    const key = request.get('x-api-key');
    if (key !== undefined) this.trials.follow(request, response, await this.gate.tryKey(address, key));
    else await this.checkToken(address, request.get('authorization'));
    next();
  }

  /** What is wrong with a token is said by the guard, unless there were too many wrong ones. It remembers those that are genuine. */
  private async checkToken(address: string, authorization = ''): Promise<void> {
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) return;
    try {
      await this.gate.guardToken(address, token, () => this.tokens.verify(token));
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'unauthenticated') throw error;
    }
  }
}
