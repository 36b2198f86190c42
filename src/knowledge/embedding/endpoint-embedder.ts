import { type EmbeddingConfig, type EmbeddingEndpoint } from '../../config/embedding-config.js';
import { type Embedder, type EmbedOptions } from './embedder.js';
import { EmbeddingUnavailable } from './embedding.errors.js';
import { EmbeddingGuard } from './embedding-guard.js';

/** Texts in one request: small enough for servers that compute on a processor. */
const BATCH = 32;
/** Longest wait for a request for passages, in ms. */
const PASSAGES_TIMEOUT_MS = 60_000;
const NAME = 'endpoint';

/** A server with the embeddings interface of OpenAI, by the AI SDK; its package is loaded with the first call. */
export class EndpointEmbedder implements Embedder {
  readonly settings: string;
  private readonly guard = new EmbeddingGuard();

  constructor(
    private readonly endpoint: EmbeddingEndpoint,
    private readonly config: Pick<EmbeddingConfig, 'dimensions' | 'queryTimeoutMs'>,
    settings: string,
  ) {
    this.settings = settings;
  }

  async embed(texts: readonly string[], options: EmbedOptions): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let at = 0; at < texts.length; at += BATCH) {
      const batch = texts.slice(at, at + BATCH);
      vectors.push(...(await this.guard.run(options.kind, options.signal, () => this.request(batch, options))));
    }
    return vectors;
  }

  private async request(values: string[], { kind, signal }: EmbedOptions): Promise<Float32Array[]> {
    const [{ embedMany }, { createOpenAICompatible }] = await Promise.all([
      import('ai'),
      import('@ai-sdk/openai-compatible'),
    ]);
    const { baseUrl: baseURL, apiKey, model } = this.endpoint;
    const { dimensions, queryTimeoutMs } = this.config;
    const access = createOpenAICompatible({ name: NAME, baseURL, ...(apiKey !== undefined && { apiKey }) });
    try {
      const { embeddings } = await embedMany({
        model: access.embeddingModel(model),
        values,
        maxRetries: 0,
        abortSignal: AbortSignal.any([
          signal,
          AbortSignal.timeout(kind === 'query' ? queryTimeoutMs : PASSAGES_TIMEOUT_MS),
        ]),
        ...(dimensions !== null && { providerOptions: { [NAME]: { dimensions } } }),
      });
      return embeddings.map((embedding) => Float32Array.from(embedding));
    } catch (error) {
      signal.throwIfAborted();
      // What the server said may repeat the text it was sent: it stays with the cause, which no log prints.
      throw new EmbeddingUnavailable('The embedding model does not answer. Check EMBEDDING_BASE_URL and its key.', {
        cause: error,
      });
    }
  }
}
