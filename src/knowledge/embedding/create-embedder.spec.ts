import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddingConfig } from '../../config/embedding-config.js';
import { createEmbedder } from './create-embedder.js';
import { EmbeddingLibraryMissing, EmbeddingUnavailable, EmbeddingUnusable } from './embedding.errors.js';
import { LocalEmbedder } from './local-embedder.js';

const signal = new AbortController().signal;
const base: Omit<EmbeddingConfig, 'source'> = {
  dimensions: null,
  prefix: { query: '', passage: '' },
  queryTimeoutMs: 500,
  weight: 1,
};
const pii = { kinds: [], allow: [] };
const endpoint = { provider: 'openai-compatible', model: 'm', baseUrl: 'http://127.0.0.1:1/v1' } as const;
const folder = { provider: 'local', model: 'm', folder: '/models/m' } as const;

describe('the settings of vectors', () => {
  it('change with what vectors depend on, and not with the address or the key', () => {
    const settings = (config: Partial<EmbeddingConfig>): string =>
      createEmbedder({ ...base, source: endpoint, ...config }, pii).settings;
    const first = settings({});
    expect(settings({ source: { ...endpoint, baseUrl: 'https://other.example/v1', apiKey: 'k' } })).toBe(first);
    const others = [
      settings({ source: { ...endpoint, model: 'n' } }),
      settings({ dimensions: 64 }),
      settings({ prefix: { query: 'query:', passage: '' } }),
      settings({ source: folder }),
    ];
    expect(new Set([first, ...others]).size).toBe(5);
    expect(first).not.toContain('127.0.0.1');
  });
});

describe('an endpoint that is not there', () => {
  it('is told as unavailable, and left alone after it failed five times', async () => {
    const embedder = createEmbedder({ ...base, source: endpoint }, pii);
    for (let turn = 0; turn < 6; turn++) {
      const failed = embedder.embed(['a'], { kind: 'query', signal });
      await expect(failed).rejects.toThrow(EmbeddingUnavailable);
      await expect(failed).rejects.toThrow(turn < 5 ? /does not answer/ : /left alone/);
    }
  });

  it("gives the caller's own reason when the caller has gone", async () => {
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(
      createEmbedder({ ...base, source: endpoint }, pii).embed(['a'], { kind: 'query', signal: gone }),
    ).rejects.toThrow('gone');
  });
});

describe('a local model', () => {
  const withLibrary = async (source: string, use: (embedder: LocalEmbedder) => Promise<void>): Promise<void> => {
    const place = mkdtempSync(join(tmpdir(), 'frontdesk-library-'));
    const file = join(place, 'library.mjs');
    writeFileSync(file, source);
    try {
      await use(new LocalEmbedder(folder, 's', file));
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  };
  const embed = (embedder: LocalEmbedder): Promise<Float32Array[]> =>
    embedder.embed(['a', 'bb'], { kind: 'query', signal });

  it('says how to install the library that is missing', async () => {
    const missing = createEmbedder({ ...base, source: folder }, pii).embed(['a'], { kind: 'query', signal });
    await expect(missing).rejects.toThrow(EmbeddingLibraryMissing);
    await expect(missing).rejects.toThrow('npm install --no-save @huggingface/transformers');
  });

  it('is loaded from its folder only, and answers one vector for each text', async () => {
    const source = `
      export const env = { allowRemoteModels: true, localModelPath: '' };
      export const pipeline = async (task, model) => {
        if (env.allowRemoteModels || env.localModelPath !== '/models' || model !== 'm') throw new Error('would download');
        return async (texts) => ({ tolist: () => texts.map((text) => [text.length, 1]) });
      };`;
    await withLibrary(source, async (embedder) => {
      expect(await embed(embedder)).toEqual([Float32Array.of(1, 1), Float32Array.of(2, 1)]);
    });
  });

  it('names the folder when the model cannot be loaded, and refuses what is no list of vectors', async () => {
    const broken = `export const env = {}; export const pipeline = async () => { throw new Error('no file'); };`;
    await withLibrary(broken, async (embedder) => {
      await expect(embed(embedder)).rejects.toThrow(/\/models\/m .*tokenizer\.json/);
    });
    const flat = `export const env = {}; export const pipeline = async () => async () => ({ tolist: () => [1, 2] });`;
    await withLibrary(flat, async (embedder) => {
      await expect(embed(embedder)).rejects.toThrow(EmbeddingUnusable);
    });
  });
});
