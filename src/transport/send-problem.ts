import { Logger, NotFoundException } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { type AppError } from '../common/app-error.js';
import { toProblem } from '../common/problem.js';
import { currentRequestId } from '../telemetry/request-context.js';
import { allowedMethods } from './allowed-methods.js';
import { MethodNotAllowed, toAppError } from './transport.errors.js';

/** Answers failed requests as application/problem+json. */
export class ProblemSender {
  private readonly logger = new Logger('Problem');

  constructor(private readonly prefix: string) {}

  /** An answer that has begun can only be ended. Faults of ours are logged. */
  send(thrown: unknown, request: Request, response: Response): void {
    const path = request.originalUrl.split('?', 1)[0] ?? '';
    const allowed = thrown instanceof NotFoundException ? allowedMethods(path, this.prefix) : [];
    const error = isOtherMethod(allowed, request.method) ? new MethodNotAllowed(allowed) : toAppError(thrown);
    this.log(error);
    if (response.headersSent) {
      response.end();
      return;
    }
    const problem = toProblem(error, { requestId: currentRequestId(), instance: path });
    if (error instanceof MethodNotAllowed) response.setHeader('Allow', allowed.join(', '));
    if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(error.retryAfterSeconds));
    if (error.kind === 'unauthenticated') response.setHeader('WWW-Authenticate', 'Bearer');
    response.setHeader('Cache-Control', 'no-store');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  /**
   * Faults are logged with their cause; what a caller did wrong is already in the request's own line. Whoever is told when to come back
   * met a bound that did its work, perhaps a thousand times a second.
   */
  private log(error: AppError): void {
    if (error.retryAfterSeconds !== undefined) return;
    if (error.kind !== 'internal' && error.kind !== 'unavailable') return;
    const cause = error.cause instanceof Error ? error.cause : error;
    this.logger.error({ code: error.code, cause: { name: cause.name, message: cause.message, stack: cause.stack } });
  }
}

function isOtherMethod(allowed: readonly string[], method: string): boolean {
  return allowed.length > 0 && !allowed.includes(method);
}
