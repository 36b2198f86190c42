import { LRUCache } from 'lru-cache';
import { AppError } from '../../common/app-error.js';
import { embeddedQuestions } from '../../telemetry/metrics.js';
import { type Embedder } from './embedder.js';
import { EmbeddingUnavailable, EmbeddingUnusable } from './embedding.errors.js';
import { type StoredSettings, vectorText } from './vector-store.js';

/** Questions whose vectors are kept: customers ask the same, and a turn may search twice. At 1,536 dimensions some 3 MB. */
const KEPT = 512;
/** How long, in ms: then a model that changed behind its name is asked again. */
const KEPT_MS = 600_000;
/** How much of the past goes into a question's vector, in UTF-16 code units: it must not drown the question. */
const CONTEXT = 300;

/** A question as a search by meaning takes it. */
export interface QueryVector extends StoredSettings {
  /** As pgvector reads it. */
  readonly vector: string;
  readonly weight: number;
}

export interface QueryVectorParts {
  readonly embedder: Embedder;
  /** The settings to ask with, undefined while there are not enough vectors. */
  readonly usable: () => StoredSettings | undefined;
  readonly timeoutMs: number;
  readonly weight: number;
}

/** Makes the vectors of questions. A model that does not answer in time costs the search its meaning, never its answer. */
export class QueryVectors {
  private readonly kept = new LRUCache<string, string>({ max: KEPT, ttl: KEPT_MS });
  private failed: string | null = null;

  constructor(private readonly parts: QueryVectorParts) {}

  /** Code of why the last question got no vector; null when it got one. */
  get failure(): string | null {
    return this.failed;
  }

  /** The vector of a question, undefined when the search must do without. @throws the signal's reason */
  async of(query: string, context: string, signal: AbortSignal): Promise<QueryVector | undefined> {
    const settings = this.parts.usable();
    const text = [query, context.slice(-CONTEXT)].join('\n').trim();
    if (!settings || text === '') return undefined;
    const vector = await this.vectorOf(text, settings, signal);
    return vector === undefined ? undefined : { ...settings, vector, weight: this.parts.weight };
  }

  private async vectorOf(text: string, settings: StoredSettings, signal: AbortSignal): Promise<string | undefined> {
    const known = this.kept.get(text);
    if (known !== undefined) return known;
    try {
      const [vector] = await this.inTime(this.parts.embedder.embed([text], { kind: 'query', signal }));
      if (vector?.length !== settings.dimensions)
        throw new EmbeddingUnusable('The question got a vector of another length.');
      const made = vectorText(vector);
      this.kept.set(text, made);
      this.failed = null;
      embeddedQuestions.inc({ result: 'ok' });
      return made;
    } catch (error) {
      signal.throwIfAborted();
      this.failed = error instanceof AppError ? error.code : 'internal';
      embeddedQuestions.inc({ result: this.failed });
      return undefined;
    }
  }

  /** An endpoint is cut by its own limit, a little sooner; a model in this process cannot be cut, but need not be waited for. */
  private async inTime<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new EmbeddingUnavailable('The embedding model did not answer in time.'));
      }, this.parts.timeoutMs + 50);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
