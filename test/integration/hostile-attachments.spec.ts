import { afterAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextExtractor } from '../../src/tools/attachment/extraction/text-extractor.js';
import { hostileFiles } from '../support/hostile-files.js';
import { tempFolder } from '../support/temp-folder.js';

const MB = 1024 * 1024;
const path = join(tempFolder(), 'upload');
const never = new AbortController().signal;
// The limits are those of the product, so that its time for a file is what ends the ones that nothing else ends.
const extractor = new TextExtractor();

afterAll(() => extractor.close());

describe('a hostile file', () => {
  it.each(hostileFiles.map((file) => [file.name, file] as const))('is refused: %s', async (_name, file) => {
    const bytes = file.make();
    writeFileSync(path, bytes);
    const before = process.memoryUsage().rss;
    const upload = { path, filename: file.filename, bytes: Math.min(bytes.length, 10 * MB) };
    const code = await extractor.extract(upload, never).then(
      ({ text }) => `read: ${text.slice(0, 100)}`,
      (error: unknown) => (error as { readonly code?: string }).code,
    );
    expect(file.codes).toContain(code);
    // What it cost was paid by a process that is gone.
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MB);
  });

  it('leaves no process behind', () => {
    if (process.platform === 'win32') return;
    const children = execFileSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' }).split('\n');
    const ours = children.filter(
      (line) => line.trim().startsWith(`${process.pid} `) && line.includes('extraction.child'),
    );
    expect(ours).toEqual([]);
  });
});
