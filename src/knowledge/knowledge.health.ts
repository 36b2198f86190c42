import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { Embeddings, type EmbeddingState } from './embedding/embeddings.js';

/** Whether searches go by meaning too where they should. Without that the desk answers by words, so this is never `down`. */
@Injectable()
export class KnowledgeHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly embeddings: Embeddings,
  ) {}

  async check(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('knowledge');
    const state = await this.embeddings.state().catch(() => undefined);
    const { search } = this.embeddings;
    // Without an answer of the database, its own indicator says so.
    if (!state || state.status === 'off') return indicator.up({ search });
    const detail = { search, vectors: { done: state.done, total: state.total } };
    const message = this.trouble(state);
    return message === undefined ? indicator.up(detail) : indicator.degraded({ ...detail, message });
  }

  private trouble({ status, failure }: EmbeddingState): string | undefined {
    if (status === 'unsupported') return 'The database has no pgvector: searches go by words alone.';
    if (status === 'failed') return `Vectors could not be made (${failure ?? 'unknown'}); it is tried again.`;
    const question = this.embeddings.questions?.failure ?? null;
    return question === null
      ? undefined
      : `The last question got no vector (${question}): it was searched by words alone.`;
  }
}
