import { type KeyObject } from 'node:crypto';
import { type ExecutionContext, Injectable } from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { operation, type OperationName } from '../transport/operations.js';
import { AuditLog, type AuditedAct } from './audit-log.js';
import { auditKey, customerHash } from './audit-subject.js';
import { actOf, callerOf } from './audited-act.js';

/** Which calls go to the audit log: those of audited operations that are made with an API key. */
@Injectable()
export class AuditTrail {
  private readonly key: KeyObject;

  constructor(
    private readonly log: AuditLog,
    @InjectConfig() { auth }: AppConfig,
  ) {
    this.key = auditKey(auth.tokenSecrets[0] ?? '');
  }

  /** Records a call that its key may not make. @throws DatabaseUnavailable */
  async refused(name: OperationName, context: ExecutionContext, code: string): Promise<void> {
    const act = this.actOf(name, context);
    if (act) await this.log.refused(act, code);
  }

  /** The entry of a call; undefined when it needs none. */
  actOf(name: OperationName, context: ExecutionContext): AuditedAct | undefined {
    if (!operation(name).audited) return undefined;
    const caller = callerOf(context);
    if (caller.principal?.kind !== 'api_key') return undefined;
    return actOf(name, caller.principal, caller, (userId) => customerHash(this.key, userId));
  }
}
