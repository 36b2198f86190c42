import { type Ack, type Problem } from '@frontdesk/client';
import { Logger } from '@nestjs/common';
import { toProblem } from '../../common/problem.js';
import { currentRequestId } from '../../telemetry/request-context.js';
import { toAppError } from '../../transport/transport.errors.js';

/** Answers one event; without an acknowledgement asked for it does nothing. */
export type Answer = (ack: Ack<object>) => void;

const logger = new Logger('Sockets');

/** What a client is told of a failure; faults are logged with their cause, bounds that did their work are not. */
export function problemOf(thrown: unknown): Problem {
  const error = toAppError(thrown);
  if ((error.kind === 'internal' || error.kind === 'unavailable') && error.retryAfterSeconds === undefined) {
    const cause = error.cause instanceof Error ? error.cause : error;
    logger.error({ code: error.code, cause: { name: cause.name, message: cause.message, stack: cause.stack } });
  }
  return toProblem(error, { requestId: currentRequestId() });
}
