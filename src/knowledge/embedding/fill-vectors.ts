import { type Embedder } from './embedder.js';
import { EmbeddingUnusable } from './embedding.errors.js';
import { type MissingChunk, type StoredSettings, type VectorStore } from './vector-store.js';

/** Chunks that are sent to the model at once. */
const CHUNKS = 64;
/** Vectors stored in one transaction: with the embedded database, a search may wait for that long (some 50 ms). */
const STORED_AT_ONCE = 16;

const BEFORE_ALL = { document: 0, ordinal: -1 };

type Store = Pick<VectorStore, 'missing' | 'save' | 'add'>;

/**
 * Makes the vectors that are missing, until none is. Every batch is kept when it is made, so a run that ends early loses one.
 * @param known the settings, once vectors were made under them; else the first vectors say how long they are
 * @returns the settings, undefined when there was nothing to make any of
 * @throws EmbeddingUnavailable, EmbeddingUnusable, EmbeddingLibraryMissing, DatabaseUnavailable or the signal's reason
 */
export async function fillVectors(
  store: Store,
  embedder: Embedder,
  known: StoredSettings | undefined,
  signal: AbortSignal,
): Promise<StoredSettings | undefined> {
  let settings = known;
  let after: Pick<MissingChunk, 'document' | 'ordinal'> = BEFORE_ALL;
  for (;;) {
    signal.throwIfAborted();
    // Ids begin at 1: none has 0, so before the first vectors every chunk is missing.
    const chunks = await store.missing(settings?.settingsId ?? 0, after, CHUNKS);
    const last = chunks.at(-1);
    if (!last) {
      if (after === BEFORE_ALL) return settings;
      // What was added to documents before the last one, while the run was beyond them.
      after = BEFORE_ALL;
      continue;
    }
    const vectors = await embedder.embed(chunks.map(passageText), { kind: 'passage', signal });
    settings ??= await store.add(embedder.settings, vectors[0]?.length ?? 0);
    assertLength(vectors, settings.dimensions);
    await keep(store, settings.settingsId, chunks, vectors);
    after = last;
  }
}

/** What stands for a passage: its title and headings, which often hold the words that the passage takes for granted. */
function passageText({ title, heading, content }: MissingChunk): string {
  return [title, heading, content].filter((part) => part !== null && part !== '').join('\n');
}

async function keep(
  store: Store,
  settingsId: number,
  chunks: readonly MissingChunk[],
  vectors: readonly Float32Array[],
): Promise<void> {
  const made = chunks.flatMap(({ chunkId }, index) => {
    const vector = vectors[index];
    return vector ? [{ chunkId, vector }] : [];
  });
  for (let at = 0; at < made.length; at += STORED_AT_ONCE) {
    await store.save(settingsId, made.slice(at, at + STORED_AT_ONCE));
  }
}

function assertLength(vectors: readonly Float32Array[], dimensions: number): void {
  const other = vectors.find(({ length }) => length !== dimensions);
  if (!other) return;
  throw new EmbeddingUnusable(
    `The embedding model answers ${other.length} dimensions instead of ${dimensions}: it is another model under the same name. Re-index with "everything": true.`,
  );
}
