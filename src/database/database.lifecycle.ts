import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Database } from './database.js';
import { migrate } from './migrate.js';
import { assertSchemaFits } from './schema-guard.js';
import { checkDatabase, checkServer } from './startup-checks.js';

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
    await checkServer(this.database);
    if (this.config.environment !== 'production') {
      const applied = await migrate(this.database);
      if (applied.length > 0) this.logger.log(`applied migrations: ${applied.join(', ')}`);
    }
    const newer = await assertSchemaFits(this.database);
    if (newer.length > 0) {
      this.logger.warn(
        { event: 'schema_newer', migrations: newer },
        'A newer version has migrated the database; this one may run beside it.',
      );
    }
    await checkDatabase(this.database);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
