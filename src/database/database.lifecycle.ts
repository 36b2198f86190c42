import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Database } from './database.js';
import { assertSchemaIsCurrent, migrate } from './schema-guard.js';
import { checkDatabase } from './startup-checks.js';

/** Opens the database before anything uses it, brings or checks its schema, and closes it last. */
@Injectable()
export class DatabaseLifecycle implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Database');

  constructor(
    private readonly database: Database,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.database.open();
    if (this.config.environment !== 'production') {
      const applied = await migrate(this.database);
      if (applied.length > 0) this.logger.log(`applied migrations: ${applied.join(', ')}`);
    }
    await assertSchemaIsCurrent(this.database);
    await checkDatabase(this.database);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
