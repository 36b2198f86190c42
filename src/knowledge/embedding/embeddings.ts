import { type EmbeddingConfig } from '../../config/embedding-config.js';
import { EmbeddingsOff } from './embedding.errors.js';
import { type QueryVectors } from './query-vectors.js';
import { type VectorIndex, type VectorState } from './vector-index.js';

/** How far the vectors are, and what they are made with. */
export interface EmbeddingState extends Omit<VectorState, 'status'> {
  readonly status: VectorState['status'] | 'off';
  readonly provider: 'none' | EmbeddingConfig['source']['provider'];
  readonly model: string | null;
}

/** What makes the vectors, as the configuration says. */
export interface ConfiguredEmbeddings {
  readonly source: EmbeddingConfig['source'];
  readonly index: VectorIndex;
  readonly questions: QueryVectors;
}

const OFF: EmbeddingState = {
  ...{ status: 'off', provider: 'none', model: null, dimensions: null },
  ...{ total: 0, done: 0, failure: null },
};

/** Vectors of the knowledge base as operators and the search see them; without configuration there are none. */
export class Embeddings {
  constructor(private readonly configured: ConfiguredEmbeddings | undefined) {}

  get questions(): QueryVectors | undefined {
    return this.configured?.questions;
  }

  /** Whether the next search goes by meaning too, as far as this instance knows. */
  get search(): 'lexical' | 'hybrid' {
    return this.configured?.index.usable() && this.configured.questions.failure === null ? 'hybrid' : 'lexical';
  }

  /** Makes ready what vectors need; see VectorIndex.prepare(). */
  async prepare(): Promise<'ready' | 'no_extension' | 'off'> {
    return this.configured ? this.configured.index.prepare() : 'off';
  }

  /** Documents were stored: their vectors follow in the background. Should the jobs be away, the next run finds them too. */
  noteStored(): void {
    void this.configured?.index.request().catch(() => undefined);
  }

  /** @throws DatabaseUnavailable */
  async state(): Promise<EmbeddingState> {
    if (!this.configured) return OFF;
    const { source, index } = this.configured;
    return { ...(await index.state()), provider: source.provider, model: source.model };
  }

  /**
   * Has the missing vectors made, in the background; `everything`: also those that are there.
   * @returns the job's id, null when one that does the same was waiting
   * @throws EmbeddingsOff, JobsUnavailable, DatabaseUnavailable
   */
  async reindex(everything: boolean): Promise<string | null> {
    if (!this.configured) {
      throw new EmbeddingsOff('No embedding model is configured. Set EMBEDDING_PROVIDER, then start again.');
    }
    return this.configured.index.request(everything);
  }
}
