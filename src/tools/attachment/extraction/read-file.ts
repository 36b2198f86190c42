import type { ExtractedText, FileContent } from './extracted-text.js';
import type { ExtractionLimits } from './extraction-limits.js';
import { composeText } from './compose-text.js';
import { type KnownFile, recogniseFile } from './file-kind.js';
import { asRefusal, Refusal } from './refusal.js';

const OFFICE = 'application/vnd.openxmlformats-officedocument';

const mediaTypes: Readonly<Record<KnownFile['kind'], string>> = {
  pdf: 'application/pdf',
  docx: `${OFFICE}.wordprocessingml.document`,
  xlsx: `${OFFICE}.spreadsheetml.sheet`,
  pptx: `${OFFICE}.presentationml.presentation`,
  odt: 'application/vnd.oasis.opendocument.text',
  html: 'text/html',
  csv: 'text/csv',
  eml: 'message/rfc822',
  json: 'application/json',
  md: 'text/markdown',
  txt: 'text/plain',
};

/**
 * Reads a file that may be hostile: only ever inside a process that may be killed (see `TextExtractor`).
 * @throws Refusal
 */
export async function readFileText(bytes: Buffer, filename: string, limits: ExtractionLimits): Promise<ExtractedText> {
  try {
    const file = await recogniseFile(bytes, filename, limits);
    const text = composeText(mediaTypes[file.kind], await contentOf(file, limits), limits);
    if (text.text === '') throw new Refusal('empty', 'The file has no content.');
    return text;
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Loads the one parser that the file needs: a process reads one file. */
async function contentOf(file: KnownFile, limits: ExtractionLimits): Promise<FileContent> {
  switch (file.kind) {
    case 'pdf':
      return (await import('./formats/pdf.js')).readPdf(file.bytes, limits);
    case 'docx':
      return (await import('./formats/docx.js')).readDocx(file.bytes);
    case 'xlsx':
      return (await import('./formats/xlsx.js')).readXlsx(file.bytes);
    case 'pptx':
      return (await import('./formats/pptx.js')).readPptx(file.archive);
    case 'odt':
      return (await import('./formats/odt.js')).readOdt(file.archive);
    case 'html':
      return (await import('./formats/html.js')).readHtml(file.text);
    case 'csv':
      return (await import('./formats/csv.js')).readCsv(file.text, limits);
    case 'eml':
      return (await import('./formats/eml.js')).readEml(file.bytes);
    case 'json':
      return (await import('./formats/json.js')).readJson(file.text);
    case 'md':
    case 'txt':
      return { parts: [{ label: '', text: file.text }] };
  }
}
