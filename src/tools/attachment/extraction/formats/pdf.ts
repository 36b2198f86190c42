import { getDocumentProxy } from 'unpdf';
import type { FileContent, TextPart } from '../extracted-text.js';
import type { ExtractionLimits } from '../extraction-limits.js';
import { Refusal } from '../refusal.js';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** Every page as a part, in the order that the file draws its text. */
export async function readPdf(
  bytes: Buffer,
  { pages, textChars }: Pick<ExtractionLimits, 'pages' | 'textChars'>,
): Promise<FileContent> {
  const pdf = await open(bytes);
  if (pdf.numPages > pages) {
    throw new Refusal(
      'too_complex',
      `The file has ${pdf.numPages} pages; at most ${pages} are read. Send the pages that matter.`,
    );
  }
  const title = await titleOf(pdf);
  const parts: TextPart[] = [];
  let chars = 0;
  for (let number = 1; number <= pdf.numPages && chars <= textChars; number++) {
    const text = await pageText(pdf, number);
    chars += text.length;
    parts.push({ label: `Page ${number}`, text });
  }
  if (parts.every(({ text }) => text.trim() === '')) {
    throw new Refusal(
      'no_text',
      'The file has no text, only pictures of it. Send a file with text, or type what matters.',
    );
  }
  return {
    parts,
    pages: pdf.numPages,
    truncated: parts.length < pdf.numPages,
    ...(title !== undefined && { title }),
  };
}

async function open(bytes: Buffer): Promise<Pdf> {
  try {
    // Level 0: only errors; a damaged file would fill the log.
    return await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, useWorkerFetch: false });
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') {
      throw new Refusal('encrypted', 'The file is protected by a password. Send it without one.', error);
    }
    throw error;
  }
}

async function pageText(pdf: Pdf, number: number): Promise<string> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  page.cleanup();
  return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
}

async function titleOf(pdf: Pdf): Promise<string | undefined> {
  const { info } = await pdf.getMetadata();
  const title: unknown = 'Title' in info ? info.Title : undefined;
  return typeof title === 'string' ? title : undefined;
}
