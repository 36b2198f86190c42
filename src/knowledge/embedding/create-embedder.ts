import { type EmbeddingConfig } from '../../config/embedding-config.js';
import { type PiiConfig } from '../../config/pii-config.js';
import { withoutPersonalData } from '../../pii/without-personal-data.js';
import { type Embedder, type EmbedOptions } from './embedder.js';
import { EmbeddingUnusable } from './embedding.errors.js';
import { EndpointEmbedder } from './endpoint-embedder.js';
import { LocalEmbedder } from './local-embedder.js';

/** Counts up when what we embed of a passage changes (see `passageText`), so that all vectors are made anew. */
const PASSAGE_FORM = 1;

/**
 * The embedder that the configuration describes, with its prefixes; every answer is checked. Questions go to a server without the
 * personal data that they hold; passages are published, and a model on this machine's disk tells nobody.
 */
export function createEmbedder(config: EmbeddingConfig, pii: PiiConfig): Embedder {
  const { source, prefix } = config;
  const settings = settingsOf(config);
  const embedder =
    source.provider === 'local' ? new LocalEmbedder(source, settings) : new EndpointEmbedder(source, config, settings);
  const hides = source.provider !== 'local';
  return {
    settings,
    async embed(texts, options: EmbedOptions): Promise<Float32Array[]> {
      const before = prefix[options.kind];
      const told = hides && options.kind === 'query' ? texts.map((text) => withoutPersonalData(text, pii)) : texts;
      const vectors = await embedder.embed(before === '' ? told : told.map((text) => `${before} ${text}`), options);
      assertVectors(vectors, texts.length);
      return vectors;
    },
  };
}

/** Everything that vectors depend on; not the address and the key, which may change while the model stays. */
function settingsOf({ source, dimensions, prefix }: EmbeddingConfig): string {
  const { provider, model } = source;
  return JSON.stringify({ provider, model, dimensions, prefix, form: PASSAGE_FORM });
}

function assertVectors(vectors: readonly Float32Array[], wanted: number): void {
  const length = vectors[0]?.length ?? 0;
  const usable = vectors.every(
    (vector) => vector.length === length && vector.every(Number.isFinite) && vector.some(Boolean),
  );
  if (vectors.length !== wanted || (wanted > 0 && length === 0) || !usable) {
    throw new EmbeddingUnusable('The embedding model answered something else than one vector for each text.');
  }
}
