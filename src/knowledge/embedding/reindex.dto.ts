import { IsBoolean, IsOptional } from 'class-validator';
import { type EmbeddingState } from './embeddings.js';

export class ReindexDto {
  /** Also makes the vectors anew that are there: the model changed behind its name. Searches go by words alone meanwhile. */
  @IsOptional()
  @IsBoolean()
  everything?: boolean;
}

export class ReindexJobDto {
  /** Null when a job that does the same was waiting already. */
  jobId: string | null;
}

export class ReindexSettingsDto {
  /** @example openai-compatible */
  provider: 'none' | 'openai-compatible' | 'local';
  model: string | null;
  /** Null until the first vector was made. */
  dimensions: number | null;
}

export class ReindexStatusDto {
  /** `off`: no embedding model is configured. `unsupported`: the database has no pgvector. `failed`: it is tried again by itself. */
  status: 'off' | 'unsupported' | 'running' | 'failed' | 'complete';
  /** Passages with a vector of these settings. */
  done: number;
  /** Passages there are. */
  total: number;
  settings: ReindexSettingsDto;
  /** Code of why the last run ended. */
  failure: string | null;

  static of({ status, done, total, failure, provider, model, dimensions }: EmbeddingState): ReindexStatusDto {
    return { status, done, total, failure, settings: { provider, model, dimensions } };
  }
}
