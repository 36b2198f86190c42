import { type ExecutionContext } from '@nestjs/common';
import { type Request } from 'express';
import { type OperationName } from '../transport/operations.js';
import { currentRequestId } from '../telemetry/request-context.js';
import { type AuditedAct, type AuditSubject } from './audit-log.js';
import { idsAmong } from './audit-subject.js';
import { type KeyHolder, type Principal } from './principal.js';

/** A request or a socket, as far as the audit log looks at it. */
interface Caller {
  readonly principal: Principal | undefined;
  readonly address: string | undefined;
  /** What the call names: the parameters of its address, or the body of its event. */
  readonly named: Readonly<Record<string, unknown>>;
}

/** Who makes a call, over REST or a console's socket. */
export function callerOf(context: ExecutionContext): Caller {
  if (context.getType() === 'ws') {
    const { data } = context.switchToWs().getClient<{ data: { principal?: Principal; address?: string } }>();
    return { principal: data.principal, address: data.address, named: context.switchToWs().getData() };
  }
  const request = context.switchToHttp().getRequest<Request & { principal?: Principal }>();
  return { principal: request.principal, address: request.ip, named: request.params };
}

/** The entry of a call with an API key. `hash` makes of a customer's id what may be kept of it. */
export function actOf(
  action: OperationName,
  { keyId, name }: KeyHolder,
  { address, named }: Caller,
  hash: (userId: string) => string,
): AuditedAct {
  const customer: AuditSubject = typeof named.userId === 'string' ? { customer: hash(named.userId) } : {};
  return {
    action,
    actorId: keyId,
    actorName: name,
    subject: { ...idsAmong(named), ...customer },
    requestId: currentRequestId() ?? null,
    address: address ?? null,
  };
}
