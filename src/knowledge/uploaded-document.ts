import { ValidationFailed } from '../common/app-error.js';
import { assertPlainJson } from '../transport/plain-json.js';
import { type DocumentFormat, type DocumentInput } from './document-input.js';

/** What the multipart parser hands over. */
export interface UploadedDocumentFile {
  readonly originalname: string;
  readonly buffer: Buffer;
}

/** Deepest nesting of metadata that comes as text in a form. */
const METADATA_DEPTH = 32;

const FORMATS: Readonly<Record<string, DocumentFormat>> = {
  md: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  text: 'text',
};

/**
 * A text or Markdown file as a document; its name is the source, and the title unless a title is given.
 * @throws ValidationFailed for other kinds of files and for text that is not UTF-8
 */
export function uploadedDocument(
  file: UploadedDocumentFile | undefined,
  fields: { readonly title?: string; readonly source?: string; readonly url?: string; readonly metadata?: string },
): DocumentInput {
  if (!file) throw ValidationFailed.of('file', 'is missing: send it as the multipart field "file"');
  const name = file.originalname;
  const format = FORMATS[name.split('.').pop()?.toLowerCase() ?? ''];
  if (!format) throw ValidationFailed.of('file', 'must be a .md, .markdown or .txt file');
  const text = utf8(file.buffer);
  const { title, source = name, url, metadata } = fields;
  return {
    text,
    format,
    source,
    ...(url === undefined ? {} : { url }),
    ...(metadata === undefined ? {} : { metadata: jsonObject(metadata) }),
    ...(title === undefined && format === 'markdown' ? {} : { title: title ?? name.replace(/\.[^.]+$/, '') }),
  };
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new ValidationFailed('file must be text in UTF-8', {
      cause: error,
      problems: [{ field: 'file', message: 'must be text in UTF-8' }],
    });
  }
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    assertPlainJson(value, { depth: METADATA_DEPTH, field: 'metadata' });
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (error instanceof ValidationFailed) throw error;
    // answered below, like JSON of another kind
  }
  throw ValidationFailed.of('metadata', 'must be a JSON object');
}
