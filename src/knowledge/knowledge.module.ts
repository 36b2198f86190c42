import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { APP_CONFIG } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { Jobs } from '../jobs/jobs.js';
import { DocumentsController } from './documents.controller.js';
import { configureEmbeddings } from './embedding/configure-embeddings.js';
import { Embeddings } from './embedding/embeddings.js';
import { ReindexController } from './embedding/reindex.controller.js';
import { KnowledgeHealth } from './knowledge.health.js';
import { KnowledgeDocuments } from './knowledge-documents.js';
import { KnowledgeIndex } from './knowledge-index.js';
import { KnowledgeSearch } from './knowledge-search.js';
import { KnowledgeLifecycle } from './knowledge.lifecycle.js';
import { SearchController } from './search.controller.js';

@Module({
  imports: [DatabaseModule, JobsModule, TerminusModule],
  controllers: [DocumentsController, SearchController, ReindexController],
  providers: [
    {
      provide: KnowledgeSearch,
      inject: [Database, Embeddings],
      useFactory: (database: Database, { questions }: Embeddings) => new KnowledgeSearch(database, questions),
    },
    {
      provide: KnowledgeDocuments,
      inject: [Database, Clock, Embeddings],
      useFactory: (database: Database, clock: Clock, embeddings: Embeddings) =>
        new KnowledgeDocuments(database, clock, () => {
          embeddings.noteStored();
        }),
    },
    {
      provide: Embeddings,
      inject: [Database, Jobs, Clock, APP_CONFIG],
      useFactory: (database: Database, jobs: Jobs, clock: Clock, { knowledge, pii }: AppConfig) =>
        configureEmbeddings(knowledge.embedding, { database, jobs, clock, pii }),
    },
    {
      provide: KnowledgeIndex,
      inject: [Database, APP_CONFIG],
      useFactory: (database: Database, config: AppConfig) => new KnowledgeIndex(database, config.knowledge.language),
    },
    KnowledgeLifecycle,
    KnowledgeHealth,
  ],
  exports: [KnowledgeSearch, KnowledgeDocuments, KnowledgeHealth],
})
export class KnowledgeModule {}
