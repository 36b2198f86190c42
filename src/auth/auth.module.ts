import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { Clock } from '../common/clock.js';
import { APP_CONFIG } from '../config/config.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { SessionModule } from '../session/session.module.js';
import { AccessGuard } from './access.guard.js';
import { ApiKeys } from './api-keys.js';
import { AuditController } from './audit.controller.js';
import { AuditInterceptor } from './audit.interceptor.js';
import { AuditLog } from './audit-log.js';
import { AuditTrail } from './audit-trail.js';
import { FirstAdminKey } from './first-admin-key.js';
import { createIdentityProofs, IdentityProofs } from './identity/identity-proofs.js';
import { KeyLedger } from './key-ledger.js';
import { KeysController } from './keys.controller.js';
import { KeyUses } from './key-uses.js';
import { TokenAdmission } from './token-admission.js';
import { TokenGenerations } from './token-generations.js';

/** Who calls, what they may do, and what they did. */
@Module({
  imports: [DatabaseModule, SessionModule],
  controllers: [KeysController, AuditController],
  providers: [
    ApiKeys,
    KeyUses,
    KeyLedger,
    FirstAdminKey,
    AuditLog,
    AuditTrail,
    TokenAdmission,
    TokenGenerations,
    { provide: IdentityProofs, inject: [APP_CONFIG, Clock], useFactory: createIdentityProofs },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
  ],
  exports: [ApiKeys, AuditLog, FirstAdminKey, IdentityProofs, KeyLedger, TokenAdmission, TokenGenerations],
})
export class AuthModule {}
