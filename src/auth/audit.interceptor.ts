import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { AuditLog } from './audit-log.js';
import { idsAmong } from './audit-subject.js';
import { AuditTrail } from './audit-trail.js';
import { operationNameOf } from './operation-of.js';

/** Puts every call that is an act of administration into the audit log, before it is done. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly trail: AuditTrail,
    private readonly log: AuditLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const act = this.trail.actOf(operationNameOf(this.reflector, context), context);
    if (!act) return next.handle();
    return from(this.log.around(act, () => lastValueFrom(next.handle(), { defaultValue: undefined }), idsAmong));
  }
}
