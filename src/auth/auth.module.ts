import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { DatabaseModule } from '../database/database.module.js';
import { SessionModule } from '../session/session.module.js';
import { AccessGuard } from './access.guard.js';
import { ApiKeys } from './api-keys.js';
import { FirstAdminKey } from './first-admin-key.js';

@Module({
  imports: [DatabaseModule, SessionModule],
  providers: [ApiKeys, FirstAdminKey, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [ApiKeys, FirstAdminKey],
})
export class AuthModule {}
