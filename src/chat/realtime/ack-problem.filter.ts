import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type Answer, problemOf } from './event-problem.js';

/** Every failure of an event's handler leaves as its acknowledgement. */
@Catch()
export class AckProblemFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    // The arguments of an event: the socket, the body, the answer.
    const answer = host.getArgByIndex<Answer>(2);
    answer({ ok: false, error: problemOf(thrown) });
  }
}
