import { Injectable } from '@nestjs/common';
import { type Response } from 'express';
import { type AuthenticatedRequest } from '../auth/access.guard.js';
import { type KeyTrial, type KeyVerdict } from './credential-gate.js';

/** Keys of REST requests that are under way, until it is known what came of them. */
@Injectable()
export class KeyTrials {
  private readonly trials = new WeakMap<AuthenticatedRequest, KeyTrial>();

  /** Ends the trial with the answer, unless `noteGood` comes first. */
  follow(request: AuthenticatedRequest, response: Response, trial: KeyTrial): void {
    this.trials.set(request, trial);
    response.once('close', () => {
      trial.end(request.principal ? 'good' : verdictOf(response));
    });
  }

  /** The guard has found whose key it is. The answer may take its time. */
  noteGood(request: AuthenticatedRequest): void {
    this.trials.get(request)?.end('good');
  }
}

function verdictOf(response: Response): KeyVerdict {
  if (!response.writableFinished) return 'unheard';
  return response.statusCode === 401 ? 'bad' : 'unknown';
}
