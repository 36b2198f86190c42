import { afterAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docx } from '../../../../test/support/office-files.js';
import { tempFolder } from '../../../../test/support/temp-folder.js';
import type { ExtractionLimits } from './extraction-limits.js';
import { TextExtractor, type UploadedFile } from './text-extractor.js';

const folder = tempFolder();
const never = new AbortController().signal;
const opened: TextExtractor[] = [];
let files = 0;

afterAll(() => Promise.all(opened.map((extractor) => extractor.close())));

function extractorOf(limits: Partial<ExtractionLimits> = {}): TextExtractor {
  // Patience for a busy machine; the specs about time set their own.
  const extractor = new TextExtractor({ milliseconds: 30_000, ...limits });
  opened.push(extractor);
  return extractor;
}

function fileOf(content: string | Buffer, filename: string): UploadedFile {
  const path = join(folder, String(files++));
  writeFileSync(path, content);
  return { path, filename, bytes: Buffer.byteLength(content) };
}

/** Reads for longer than any test waits. */
const slow = (): UploadedFile => fileOf(`<html>${'<div>'.repeat(1_000_000)}`, 'slow.html');

describe('TextExtractor', () => {
  it('reads a file in a process of its own', async () => {
    const text = await extractorOf().extract(fileOf(docx(['My order 4711 is late.']), 'letter.docx'), never);
    expect(text).toMatchObject({ text: 'My order 4711 is late.', truncated: false });
  });

  it('keeps as much text as it may', async () => {
    const text = await extractorOf({ textChars: 10 }).extract(fileOf('one two three four', 'a.txt'), never);
    expect(text).toMatchObject({ text: 'one two th', truncated: true });
  });

  it('names why a file is refused', async () => {
    const extractor = extractorOf();
    await expect(extractor.extract(fileOf('x', 'a.pdf'), never)).rejects.toMatchObject({ code: 'attachment_corrupt' });
    await expect(extractor.extract(fileOf('', 'a.pdf'), never)).rejects.toMatchObject({ code: 'attachment_empty' });
    const large = { ...fileOf('x', 'a.txt'), bytes: 11 * 1024 * 1024 };
    await expect(extractor.extract(large, never)).rejects.toMatchObject({ code: 'attachment_too_large' });
  });

  it('kills a process that takes too long', async () => {
    const reading = extractorOf({ milliseconds: 1000 }).extract(slow(), never);
    await expect(reading).rejects.toMatchObject({ code: 'attachment_timeout', retryable: false });
  });

  it('refuses a file for which the heap is too small', async () => {
    const reading = extractorOf({ heapBytes: 24 * 1024 * 1024 }).extract(slow(), never);
    await expect(reading).rejects.toMatchObject({ code: 'attachment_too_complex' });
  });

  it('stops when the caller does', async () => {
    const stop = new AbortController();
    const reading = extractorOf().extract(slow(), stop.signal);
    stop.abort(new Error('the customer left'));
    await expect(reading).rejects.toThrow('the customer left');
  });

  it('lets a few files wait and refuses those beyond', async () => {
    const extractor = extractorOf();
    const waiting = Array.from({ length: 30 }, () => extractor.extract(slow(), never));
    const ends = Promise.allSettled(waiting);
    await expect(Promise.race(waiting)).rejects.toMatchObject({ code: 'attachment_reader_busy', retryable: true });
    await extractor.close();
    for (const end of await ends) expect(end).toMatchObject({ reason: { code: 'attachment_reader_busy' } });
  });

  it('reads nothing after it was closed', async () => {
    const extractor = extractorOf();
    await extractor.close();
    const reading = extractor.extract(fileOf('hello', 'a.txt'), never);
    await expect(reading).rejects.toMatchObject({ code: 'attachment_reader_busy' });
  });
});
