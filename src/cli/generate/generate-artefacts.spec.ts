import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { staleArtefacts, writeArtefacts } from './generate-artefacts.js';

const artefacts = [
  { path: 'a.txt', render: async () => 'a\n' },
  { path: 'docs/b.md', render: async () => 'b\n' },
];

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'frontdesk-generate-'));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

describe('generated files', () => {
  it('are stale until written', async () => {
    expect(await staleArtefacts(root, artefacts)).toEqual(['a.txt', 'docs/b.md']);
    await writeArtefacts(root, artefacts);
    expect(await staleArtefacts(root, artefacts)).toEqual([]);
    expect(await readFile(join(root, 'docs/b.md'), 'utf8')).toBe('b\n');
  });

  it('are stale once edited by hand', async () => {
    await writeArtefacts(root, artefacts);
    await appendFile(join(root, 'a.txt'), ' ');
    expect(await staleArtefacts(root, artefacts)).toEqual(['a.txt']);
  });
});
