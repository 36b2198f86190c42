import { basename, dirname } from 'node:path';
import { type EmbeddingFolder } from '../../config/embedding-config.js';
import { EmbeddingLibraryMissing, EmbeddingUnavailable, EmbeddingUnusable } from './embedding.errors.js';
import { type Embedder, type EmbedOptions } from './embedder.js';

/** Not among our dependencies: it weighs half a gigabyte, and few desks want it. */
const LIBRARY = '@huggingface/transformers';
const BATCH = 8;

type Extractor = (
  texts: readonly string[],
  options: { readonly pooling: 'mean'; readonly normalize: true },
) => Promise<{ tolist(): unknown }>;

/** The part of the library that is used. */
interface Transformers {
  readonly env: { allowRemoteModels: boolean; localModelPath: string };
  readonly pipeline: (task: 'feature-extraction', model: string) => Promise<Extractor>;
}

/** A model in a folder, computed in this process. Nothing is ever downloaded. */
export class LocalEmbedder implements Embedder {
  readonly settings: string;
  private loading: Promise<Extractor> | undefined;

  constructor(
    private readonly model: EmbeddingFolder,
    settings: string,
    private readonly library = LIBRARY,
  ) {
    this.settings = settings;
  }

  async embed(texts: readonly string[], { signal }: EmbedOptions): Promise<Float32Array[]> {
    const extract = await this.extractor();
    const vectors: Float32Array[] = [];
    for (let at = 0; at < texts.length; at += BATCH) {
      signal.throwIfAborted();
      const output = await extract(texts.slice(at, at + BATCH), { pooling: 'mean', normalize: true });
      vectors.push(...vectorsOf(output.tolist()));
    }
    return vectors;
  }

  private async extractor(): Promise<Extractor> {
    this.loading ??= this.load();
    try {
      return await this.loading;
    } catch (error) {
      this.loading = undefined;
      throw error;
    }
  }

  private async load(): Promise<Extractor> {
    const { env, pipeline } = await this.transformers();
    env.allowRemoteModels = false;
    env.localModelPath = dirname(this.model.folder);
    try {
      return await pipeline('feature-extraction', basename(this.model.folder));
    } catch (error) {
      throw new EmbeddingUnavailable(
        `The embedding model in ${this.model.folder} could not be loaded. EMBEDDING_FOLDER needs config.json, tokenizer.json and onnx/model.onnx.`,
        { cause: error },
      );
    }
  }

  private async transformers(): Promise<Transformers> {
    const name: string = this.library;
    try {
      return (await import(name)) as Transformers;
    } catch (error) {
      throw new EmbeddingLibraryMissing(
        `EMBEDDING_PROVIDER=local needs a library that is not installed. Install it: npm install --no-save ${LIBRARY}`,
        { cause: error },
      );
    }
  }
}

function vectorsOf(output: unknown): Float32Array[] {
  if (Array.isArray(output) && output.every((vector) => Array.isArray(vector))) {
    return output.map((vector) => Float32Array.from(vector as number[]));
  }
  throw new EmbeddingUnusable('The local embedding model answers no vectors. Take one made for feature extraction.');
}
