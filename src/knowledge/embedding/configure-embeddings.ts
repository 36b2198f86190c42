import { type Clock } from '../../common/clock.js';
import { type EmbeddingConfig } from '../../config/embedding-config.js';
import { type PiiConfig } from '../../config/pii-config.js';
import { type Database } from '../../database/database.js';
import { createEmbedder } from './create-embedder.js';
import { Embeddings } from './embeddings.js';
import { QueryVectors } from './query-vectors.js';
import { VectorIndex, type VectorJobs } from './vector-index.js';
import { VectorStore } from './vector-store.js';

/** What the vectors are made and kept with. */
export interface EmbeddingSurroundings {
  readonly database: Database;
  readonly jobs: VectorJobs;
  readonly clock: Clock;
  /** What of a question a server may not see. */
  readonly pii: PiiConfig;
}

/** The vectors that the configuration describes; defines their job, and connects to nothing. */
export function configureEmbeddings(
  config: EmbeddingConfig | null,
  { database, jobs, clock, pii }: EmbeddingSurroundings,
): Embeddings {
  if (!config) return new Embeddings(undefined);
  const embedder = createEmbedder(config, pii);
  const index = new VectorIndex({ embedder, store: new VectorStore(database, clock), jobs, clock });
  const { queryTimeoutMs: timeoutMs, weight } = config;
  const questions = new QueryVectors({ embedder, usable: () => index.usable(), timeoutMs, weight });
  return new Embeddings({ source: config.source, index, questions });
}
