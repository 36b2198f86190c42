import mammoth from 'mammoth';
import type { FileContent } from '../extracted-text.js';
import { htmlToText } from './html.js';

/** Paragraphs, lists, tables and notes in their order; pictures, page headers and comments are left out. */
export async function readDocx(bytes: Buffer): Promise<FileContent> {
  const noPicture = mammoth.images.imgElement(() => Promise.resolve({ src: '' }));
  const { value } = await mammoth.convertToHtml({ buffer: bytes }, { convertImage: noPicture });
  return { parts: [{ label: '', text: htmlToText(value) }] };
}
