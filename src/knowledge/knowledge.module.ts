import { Module } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { APP_CONFIG } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { DocumentsController } from './documents.controller.js';
import { KnowledgeDocuments } from './knowledge-documents.js';
import { KnowledgeIndex } from './knowledge-index.js';
import { KnowledgeSearch } from './knowledge-search.js';
import { KnowledgeLifecycle } from './knowledge.lifecycle.js';
import { SearchController } from './search.controller.js';

@Module({
  imports: [DatabaseModule],
  controllers: [DocumentsController, SearchController],
  providers: [
    {
      provide: KnowledgeSearch,
      inject: [Database],
      useFactory: (database: Database) => new KnowledgeSearch(database),
    },
    {
      provide: KnowledgeDocuments,
      inject: [Database, Clock],
      useFactory: (database: Database, clock: Clock) => new KnowledgeDocuments(database, clock),
    },
    {
      provide: KnowledgeIndex,
      inject: [Database, APP_CONFIG],
      useFactory: (database: Database, config: AppConfig) => new KnowledgeIndex(database, config.knowledge.language),
    },
    KnowledgeLifecycle,
  ],
  exports: [KnowledgeSearch, KnowledgeDocuments],
})
export class KnowledgeModule {}
