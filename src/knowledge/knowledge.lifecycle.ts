import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { Embeddings } from './embedding/embeddings.js';
import { KnowledgeDocuments } from './knowledge-documents.js';
import { KnowledgeIndex } from './knowledge-index.js';
import { loadSampleDocuments } from './sample-documents.js';

/** Brings the index to the configured language, and the samples into a new desk. */
@Injectable()
export class KnowledgeLifecycle implements OnModuleInit {
  private readonly logger = new Logger('Knowledge');

  constructor(
    private readonly index: KnowledgeIndex,
    private readonly documents: KnowledgeDocuments,
    private readonly database: Database,
    private readonly embeddings: Embeddings,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  async onModuleInit(): Promise<void> {
    const { language, sampleDocuments } = this.config.knowledge;
    await this.prepareEmbeddings();
    if (await this.index.ensureLanguage()) this.logger.log(`indexed every document in ${language}`);
    if (!sampleDocuments) return;
    const loaded = await loadSampleDocuments(this.database, this.documents);
    if (loaded > 0) this.logger.log(`loaded ${loaded} sample documents; SAMPLE_KNOWLEDGE=false starts without them`);
  }

  /** Vectors are an extra: whatever the database has against them, the desk starts without. */
  private async prepareEmbeddings(): Promise<void> {
    try {
      if ((await this.embeddings.prepare()) !== 'no_extension') return;
      this.logger.warn(
        { event: 'embeddings_unsupported' },
        'The database has no pgvector: searches go by words alone.',
      );
    } catch (error) {
      const cause = error instanceof Error ? error.message : 'unknown';
      this.logger.warn(
        { event: 'embeddings_unsupported', cause },
        'pgvector cannot be used: searches go by words alone.',
      );
    }
  }
}
