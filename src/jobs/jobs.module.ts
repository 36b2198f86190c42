import { Logger, Module } from '@nestjs/common';
import { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { JobBacklog } from './job-backlog.js';
import { JobsLifecycle } from './jobs.lifecycle.js';
import { Jobs } from './jobs.js';

/** Background jobs; rooms define theirs in onModuleInit. */
@Module({
  imports: [DatabaseModule],
  providers: [
    {
      provide: Jobs,
      inject: [Database],
      useFactory: (database: Database): Jobs => new Jobs(database, new Logger(Jobs.name)),
    },
    JobsLifecycle,
    JobBacklog,
  ],
  exports: [Jobs],
})
export class JobsModule {}
