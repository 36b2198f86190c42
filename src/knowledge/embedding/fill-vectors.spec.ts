import { describe, expect, it } from '@jest/globals';
import { type Embedder } from './embedder.js';
import { EmbeddingUnusable } from './embedding.errors.js';
import { fillVectors } from './fill-vectors.js';
import { type MissingChunk, type StoredSettings } from './vector-store.js';

const signal = new AbortController().signal;

/** The store's promise, in memory. */
class MemoryStore {
  readonly vectors = new Map<string, Float32Array>();
  added: StoredSettings | undefined;

  constructor(readonly chunks: MissingChunk[]) {}

  async missing(_: number, after: { document: number; ordinal: number }, most: number): Promise<MissingChunk[]> {
    const later = this.chunks.filter(
      ({ document, chunkId }) => document > after.document && !this.vectors.has(chunkId),
    );
    return later.slice(0, most);
  }

  async save(_: number, made: readonly { chunkId: string; vector: Float32Array }[]): Promise<void> {
    for (const { chunkId, vector } of made) this.vectors.set(chunkId, vector);
  }

  async add(_: string, dimensions: number): Promise<StoredSettings> {
    return (this.added = { settingsId: 7, dimensions });
  }
}

const chunk = (document: number): MissingChunk => ({
  ...{ chunkId: `chk_${document}`, document, ordinal: 0 },
  ...{ title: `T${document}`, heading: document % 2 ? 'H' : null, content: `C${document}` },
});

const embedder = (asked: string[][], length: (text: string) => number = () => 3): Embedder => ({
  settings: 's',
  embed: async (texts) => {
    asked.push([...texts]);
    return texts.map((text) => new Float32Array(length(text)).fill(1));
  },
});

describe('making missing vectors', () => {
  it('embeds every chunk once, with its title and headings, and learns the dimensions', async () => {
    const store = new MemoryStore(Array.from({ length: 150 }, (_, n) => chunk(n + 1)));
    const asked: string[][] = [];
    expect(await fillVectors(store, embedder(asked), undefined, signal)).toEqual({ settingsId: 7, dimensions: 3 });
    expect(asked.map((texts) => texts.length)).toEqual([64, 64, 22]);
    expect(asked.flat().slice(0, 2)).toEqual(['T1\nH\nC1', 'T2\nC2']);
    expect(store.vectors.size).toBe(150);
  });

  it('makes nothing of an empty knowledge base', async () => {
    const store = new MemoryStore([]);
    expect(await fillVectors(store, embedder([]), undefined, signal)).toBeUndefined();
    expect(store.added).toBeUndefined();
  });

  it('goes back for what was added before the place it had come to', async () => {
    const store = new MemoryStore([chunk(5)]);
    const late: Embedder = {
      settings: 's',
      embed: async (texts) => {
        if (store.chunks.length === 1) store.chunks.unshift(chunk(2));
        return texts.map(() => new Float32Array(3).fill(1));
      },
    };
    await fillVectors(store, late, undefined, signal);
    expect([...store.vectors.keys()]).toEqual(['chk_5', 'chk_2']);
  });

  it('refuses vectors of another length, and stops when it is told to', async () => {
    const store = new MemoryStore([chunk(1)]);
    const known = { settingsId: 1, dimensions: 4 };
    await expect(fillVectors(store, embedder([]), known, signal)).rejects.toThrow(EmbeddingUnusable);
    await expect(fillVectors(store, embedder([]), known, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    expect(store.vectors.size).toBe(0);
  });
});
