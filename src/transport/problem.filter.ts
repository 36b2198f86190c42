import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { type AppError } from '../common/app-error.js';
import { currentRequestId } from '../telemetry/request-context.js';
import { toProblem } from '../common/problem.js';
import { toAppError } from './transport.errors.js';

/** Every failure of a REST request leaves as application/problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const request = host.switchToHttp().getRequest<Request>();
    const error = toAppError(thrown);
    this.log(error);
    if (response.headersSent) {
      response.end();
      return;
    }
    const problem = toProblem(error, { requestId: currentRequestId(), instance: request.path });
    if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(error.retryAfterSeconds));
    if (error.kind === 'unauthenticated') response.setHeader('WWW-Authenticate', 'Bearer');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  /** Faults are logged with their cause; what a caller did wrong is already in the request's own line. */
  private log(error: AppError): void {
    if (error.kind !== 'internal' && error.kind !== 'unavailable') return;
    const cause = error.cause instanceof Error ? error.cause : error;
    this.logger.error({ code: error.code, cause: { name: cause.name, message: cause.message, stack: cause.stack } });
  }
}
