import { AppError } from '../../common/app-error.js';

/** The embedding model does not answer, or refuses: searches go by words alone, the re-index waits. */
export class EmbeddingUnavailable extends AppError {
  readonly code = 'embedding_unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

/** The embedding model answers something that is no set of vectors of the length it had before. */
export class EmbeddingUnusable extends AppError {
  readonly code = 'embedding_unusable';
  readonly kind = 'internal';
}

/** EMBEDDING_PROVIDER=local needs a library that is not installed; the message says how to install it. */
export class EmbeddingLibraryMissing extends AppError {
  readonly code = 'embedding_library_missing';
  readonly kind = 'internal';
}

/** Vectors cannot be kept: none are configured, or the database has no pgvector. The message says which, and what to do. */
export class EmbeddingsOff extends AppError {
  readonly code = 'embeddings_off';
  readonly kind = 'conflict';
}
