import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type AuthenticatedRequest } from '../auth/access.guard.js';
import { Forbidden } from '../auth/auth.errors.js';
import { type Operator, operatorOf } from './operator.js';

/** Header that tells persons apart who share one key. */
export const OPERATOR_NAME_HEADER = 'X-Operator-Name';

/** Injects the Operator who calls, for operations that only API keys may call. */
export const CurrentOperator = createParamDecorator((_: unknown, context: ExecutionContext): Operator => {
  const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (request.principal?.kind !== 'api_key') throw new Forbidden('Only people of the desk may do this.');
  const given = request.get(OPERATOR_NAME_HEADER);
  return operatorOf(request.principal, given === undefined ? undefined : decoded(given), OPERATOR_NAME_HEADER);
});

/** Browsers send only Latin letters in a header, so other names come percent-encoded. */
function decoded(header: string): string {
  if (!/%[0-9A-F]{2}/i.test(header)) return header;
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}
