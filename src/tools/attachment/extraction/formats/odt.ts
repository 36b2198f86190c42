import type { FileContent } from '../extracted-text.js';
import { Refusal } from '../refusal.js';
import type { ZipArchive } from '../zip-archive.js';
import { attributeOf, childrenOf, elementsNamed, nodeName, parseXml, textOf, type XmlNode } from './xml-text.js';

/** Elements that end a line, and those whose content is not part of the text. */
const LINES = new Set(['text:p', 'text:h']);
const SKIPPED = new Set(['office:annotation', 'text:tracked-changes', 'svg:title', 'svg:desc', 'text:sequence-decls']);
const SPACES = 100;

/** Headings, paragraphs, lists, tables and notes in their order; comments and deleted text are left out. */
export async function readOdt(archive: ZipArchive): Promise<FileContent> {
  if ((await archive.text('META-INF/manifest.xml'))?.includes('encryption-data')) {
    throw new Refusal('encrypted', 'The file is protected by a password. Send it without one.');
  }
  const xml = await archive.text('content.xml');
  if (xml === undefined)
    throw new Refusal('corrupt', 'The file lacks its content. Save it again and send the new file.');
  const body = elementsNamed(parseXml(xml), 'office:text');
  return { parts: [{ label: '', text: body.flatMap(childrenOf).map(nodeText).join('') }] };
}

function nodeText(node: XmlNode): string {
  const name = nodeName(node);
  if (name === '#text') return textOf(node).replace(/\s+/g, ' ');
  if (SKIPPED.has(name)) return '';
  if (name === 'text:tab') return '\t';
  if (name === 'text:line-break') return '\n';
  if (name === 'text:s') return ' '.repeat(Math.min(SPACES, Number(attributeOf(node, 'text:c') ?? 1) || 1));
  const inner = childrenOf(node).map(nodeText).join('');
  if (name === 'table:table-cell') return `${inner.trim().replaceAll('\n', ' ')} | `;
  if (name === 'table:table-row') return `${inner.replace(/(?: \| )+$/, '')}\n`;
  return LINES.has(name) ? `${inner}\n` : inner;
}
