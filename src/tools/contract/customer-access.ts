import { AppError } from '../../common/app-error.js';
import { type ToolContext } from './tool.js';

/** Whom a tool may serve. Systems of the company hold what belongs to one customer, so `verified_user` is the rule. */
export type ToolAccess = 'anyone' | 'verified_user';

/** The tool tells only customers whose identity was proven, and this one's was not. */
class CustomerNotVerified extends AppError {
  readonly code = 'customer_not_verified';
  readonly kind = 'forbidden';
}

/** The customer's id when it was proven. */
export function verifiedUserId({ user }: Pick<ToolContext, 'user'>): string | undefined {
  return user?.verified === true ? user.userId : undefined;
}

/**
 * Lets a call pass only when its customer may have it.
 * @throws CustomerNotVerified
 */
export function requireAccess(access: ToolAccess, tool: string, context: Pick<ToolContext, 'user'>): void {
  if (access === 'anyone' || verifiedUserId(context) !== undefined) return;
  throw new CustomerNotVerified(`Tool ${tool} serves only customers whose identity was proven.`);
}
