import { createHash } from 'node:crypto';
import { type FieldProblem, ValidationFailed } from '../common/app-error.js';
import { safeJson, safeText } from './safe-text.js';

/** How a text is marked up: only in Markdown do `#` lines head sections. */
export type DocumentFormat = 'text' | 'markdown';

/** A document as it comes in. */
export interface DocumentInput {
  /** At most 500 code units. In Markdown, the first heading of level one stands in for a missing title. */
  readonly title?: string | undefined;
  /** 1 to 1,000,000 code units, not only blanks. */
  readonly text: string;
  readonly source?: string | undefined;
  /** http or https; citations link to it. */
  readonly url?: string | undefined;
  /** At most 16 KB of JSON, 8 levels deep; comes back with every passage, and filters match it. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** [text] */
  readonly format?: DocumentFormat | undefined;
}

/** A document that may be stored. */
export interface CleanDocument {
  readonly title: string;
  readonly text: string;
  readonly source: string | null;
  readonly url: string | null;
  readonly metadataJson: string;
  readonly format: DocumentFormat;
  /** SHA-256 of title and text, whatever their blanks and Unicode form: two documents with the same words are one. */
  readonly contentHash: Buffer;
}

const LIMITS = { title: 500, text: 1_000_000, source: 500, url: 2_000, metadataBytes: 16_384, metadataDepth: 8 };

/**
 * Checks and cleans a document; NUL and lone surrogates are dropped.
 * @throws ValidationFailed naming every wrong field
 */
export function cleanDocument(input: DocumentInput): CleanDocument {
  const format = input.format ?? 'text';
  const text = safeText(input.text);
  const title = safeText(input.title ?? '').trim() || (format === 'markdown' ? firstHeading(text) : '');
  const metadata = input.metadata ?? {};
  const source = optional(input.source);
  const url = optional(input.url);
  const problems = [
    ...problem('title', title.length > LIMITS.title, `must have at most ${LIMITS.title} characters.`),
    ...problem('text', text.trim() === '', 'must not be empty.'),
    ...problem('text', input.text.length > LIMITS.text, `must have at most ${LIMITS.text} characters.`),
    ...problem('source', (source ?? '').length > LIMITS.source, `must have at most ${LIMITS.source} characters.`),
    ...problem(
      'url',
      url !== null && !isWebAddress(url),
      'must be an http or https address of at most 2000 characters.',
    ),
    ...metadataProblems(metadata),
  ];
  if (problems.length > 0) {
    throw new ValidationFailed(problems.map(({ field, message }) => `${field} ${message}`).join(' '), { problems });
  }
  return { title, text, source, url, format, metadataJson: safeJson(metadata), contentHash: contentHash(title, text) };
}

function problem(field: string, wrong: boolean, message: string): FieldProblem[] {
  return wrong ? [{ field, message }] : [];
}

function optional(text: string | undefined): string | null {
  return safeText(text ?? '').trim() || null;
}

function firstHeading(markdown: string): string {
  return (/^# +(.+?) *#* *$/m.exec(markdown)?.[1] ?? '').slice(0, LIMITS.title).toWellFormed();
}

function isWebAddress(url: string): boolean {
  return url.length <= LIMITS.url && /^https?:\/\//i.test(url) && URL.canParse(url);
}

function metadataProblems(metadata: Readonly<Record<string, unknown>>): FieldProblem[] {
  // Depth first: JSON.stringify recurses, and so does Postgres.
  if (depth(metadata) > LIMITS.metadataDepth) {
    return problem('metadata', true, `must be at most ${LIMITS.metadataDepth} levels deep.`);
  }
  const large = Buffer.byteLength(JSON.stringify(metadata)) > LIMITS.metadataBytes;
  return problem('metadata', large, `must have at most ${LIMITS.metadataBytes} bytes as JSON.`);
}

function depth(value: unknown, level = 0): number {
  if (typeof value !== 'object' || value === null || level > LIMITS.metadataDepth) return level;
  return Math.max(level + 1, ...Object.values(value).map((inner) => depth(inner, level + 1)));
}

function contentHash(title: string, text: string): Buffer {
  const parts = [title, text].map((part) => part.normalize('NFC').replace(/\s+/g, ' ').trim());
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}
