import { posix } from 'node:path';
import type { FileContent, TextPart } from '../extracted-text.js';
import type { ZipArchive } from '../zip-archive.js';
import { attributeOf, childrenOf, elementsNamed, nodeName, parseXml, textOf, type XmlNode } from './xml-text.js';

const PRESENTATION = 'ppt/presentation.xml';
const RELATIONS = 'ppt/_rels/presentation.xml.rels';

/** Every slide as a part, in the order they are shown; hidden slides and speaker's notes are left out. */
export async function readPptx(archive: ZipArchive): Promise<FileContent> {
  const parts: TextPart[] = [];
  const names = await slideNames(archive);
  for (const [index, name] of names.entries()) {
    const slide = parseXml((await archive.text(name)) ?? '');
    const hidden = elementsNamed(slide, 'p:sld').some((element) => attributeOf(element, 'show') === '0');
    if (!hidden) parts.push({ label: `Slide ${index + 1}`, text: slideText(slide) });
  }
  return { parts, pages: names.length };
}

async function slideNames(archive: ZipArchive): Promise<readonly string[]> {
  const relations = elementsNamed(parseXml((await archive.text(RELATIONS)) ?? ''), 'Relationship');
  const targets = new Map(relations.map((node) => [attributeOf(node, 'Id'), attributeOf(node, 'Target') ?? '']));
  const slides = elementsNamed(parseXml((await archive.text(PRESENTATION)) ?? ''), 'p:sldId');
  return slides
    .map((slide) => targets.get(attributeOf(slide, 'r:id')))
    .filter((target) => target !== undefined)
    .map((target) => posix.resolve('/ppt', target).slice(1));
}

function slideText(slide: readonly XmlNode[]): string {
  return elementsNamed(slide, 'a:p').map(paragraphText).join('\n');
}

function paragraphText(node: XmlNode): string {
  return childrenOf(node)
    .map((child) => {
      if (nodeName(child) === 'a:br') return '\n';
      return nodeName(child) === 'a:t' ? childrenOf(child).map(textOf).join('') : paragraphText(child);
    })
    .join('');
}
