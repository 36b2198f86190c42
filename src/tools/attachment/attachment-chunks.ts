import { chunkText } from '../../knowledge/chunker.js';
import { type ExtractedText } from './extraction/extracted-text.js';

/** A stretch of a file's text: `content === text.slice(start, end)`, in UTF-16 code units. */
export interface AttachmentChunk {
  /** Where it stands: `Page 3`, `Sheet Orders`, the headings above it; null when the file has no such parts. */
  readonly label: string | null;
  readonly content: string;
  readonly start: number;
  readonly end: number;
}

/** Cuts a file's text into passages that never reach over the end of a page, a sheet or a slide. In reading order. */
export function attachmentChunks({ text, sections, mediaType }: ExtractedText): AttachmentChunk[] {
  const parts = sections.length > 0 ? sections : [{ label: '', start: 0, end: text.length }];
  const format = mediaType === 'text/markdown' ? 'markdown' : 'text';
  return parts.flatMap(({ label, start, end }) =>
    chunkText(text.slice(start, end), format).map((chunk) => ({
      label: [label, chunk.heading].filter(Boolean).join(' > ') || null,
      content: chunk.content,
      start: start + chunk.start,
      end: start + chunk.end,
    })),
  );
}
