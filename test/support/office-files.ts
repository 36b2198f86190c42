import { zip, type ZipPart } from './zip-writer.js';

const DOCUMENT = 'application/vnd.openxmlformats-officedocument';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE_RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const SLIDES = 'http://schemas.openxmlformats.org/presentationml/2006/main';

/** A Word document of these paragraphs; `parts` replace or follow its own. */
export function docx(paragraphs: readonly string[], parts: readonly ZipPart[] = []): Buffer {
  return docxOf(paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join(''), parts);
}

/** A Word document with this XML as its body. */
export function docxOf(body: string, parts: readonly ZipPart[] = [], prolog = ''): Buffer {
  const document = `${prolog}<w:document xmlns:w="${WORD}"><w:body>${body}</w:body></w:document>`;
  return office('word/document.xml', `${DOCUMENT}.wordprocessingml.document.main+xml`, [
    { name: 'word/document.xml', content: document },
    ...parts,
  ]);
}

export interface SheetOfCells {
  readonly name: string;
  /** XML of the rows. */
  readonly rows: string;
}

/** A workbook; a row is made by `sheetRow`. */
export function xlsx(sheets: readonly SheetOfCells[], parts: readonly ZipPart[] = []): Buffer {
  const list = sheets.map(({ name }, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`);
  return office('xl/workbook.xml', `${DOCUMENT}.spreadsheetml.sheet.main+xml`, [
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${SHEET}" xmlns:r="${RELATIONS}"><sheets>${list.join('')}</sheets></workbook>`,
    },
    relations(
      'xl/_rels/workbook.xml.rels',
      'worksheet',
      sheets.map((_, index) => `worksheets/sheet${index + 1}.xml`),
    ),
    ...sheets.map(({ rows }, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      content: `<worksheet xmlns="${SHEET}"><sheetData>${rows}</sheetData></worksheet>`,
    })),
    ...parts,
  ]);
}

/** The XML of a row of text cells. */
export function sheetRow(number: number, cells: readonly string[]): string {
  const column = (index: number): string => String.fromCharCode(65 + index);
  const content = cells.map(
    (text, index) => `<c r="${column(index)}${number}" t="inlineStr"><is><t>${text}</t></is></c>`,
  );
  return `<row r="${number}">${content.join('')}</row>`;
}

/** A presentation with one slide for each text; those named in `hidden` (from 0) are not shown. */
export function pptx(slides: readonly string[], hidden: readonly number[] = []): Buffer {
  const ids = slides.map((_, index) => `<p:sldId id="${256 + index}" r:id="rId${index + 1}"/>`).join('');
  // The files are numbered backwards: the order of the presentation counts, not that of the names.
  const file = (index: number): string => `slides/slide${slides.length - index}.xml`;
  return office('ppt/presentation.xml', `${DOCUMENT}.presentationml.presentation.main+xml`, [
    {
      name: 'ppt/presentation.xml',
      content: `<p:presentation xmlns:p="${SLIDES}" xmlns:r="${RELATIONS}"><p:sldIdLst>${ids}</p:sldIdLst></p:presentation>`,
    },
    relations(
      'ppt/_rels/presentation.xml.rels',
      'slide',
      slides.map((_, index) => file(index)),
    ),
    ...slides.map((text, index) => ({
      name: `ppt/${file(index)}`,
      content: `<p:sld xmlns:p="${SLIDES}" xmlns:a="${DRAWING}"${hidden.includes(index) ? ' show="0"' : ''}><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sld>`,
    })),
  ]);
}

/** An OpenDocument text with this XML as its body. */
export function odt(body: string, parts: readonly ZipPart[] = [], prolog = ''): Buffer {
  const spaces = ['office', 'text', 'table'].map(
    (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  );
  const content = `${prolog}<office:document-content ${spaces.join(' ')}><office:body><office:text>${body}</office:text></office:body></office:document-content>`;
  return zip([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' },
    { name: 'content.xml', content },
    { name: 'META-INF/manifest.xml', content: '<manifest/>' },
    ...parts,
  ]);
}

function office(main: string, type: string, parts: readonly ZipPart[]): Buffer {
  const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/${main}" ContentType="${type}"/></Types>`;
  return zip([
    { name: '[Content_Types].xml', content: types },
    relations('_rels/.rels', 'officeDocument', [main]),
    ...parts,
  ]);
}

function relations(name: string, type: string, targets: readonly string[]): ZipPart {
  const list = targets.map(
    (target, index) => `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  );
  return { name, content: `<Relationships xmlns="${PACKAGE_RELATIONS}">${list.join('')}</Relationships>` };
}
