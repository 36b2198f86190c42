import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { type AppConfig } from '../config/app-config.js';
import { APP_CONFIG } from '../config/config.module.js';
import { DatabaseHealth } from './database.health.js';
import { DatabaseLifecycle } from './database.lifecycle.js';
import { databaseLocation } from './data-source-options.js';
import { Database } from './database.js';

@Module({
  imports: [TerminusModule],
  providers: [
    {
      provide: Database,
      inject: [APP_CONFIG],
      useFactory: (config: AppConfig) => new Database(databaseLocation(config)),
    },
    DatabaseLifecycle,
    DatabaseHealth,
  ],
  exports: [Database, DatabaseHealth],
})
export class DatabaseModule {}
