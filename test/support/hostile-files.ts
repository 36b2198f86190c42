import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { docx, docxOf, odt, sheetRow, xlsx } from './office-files.js';
import { pdf, pdfOf, pdfStream } from './pdf-writer.js';
import { zip } from './zip-writer.js';

/** A file made to harm whoever reads it, and the codes by which it may be refused. */
export interface HostileFile {
  readonly name: string;
  readonly filename: string;
  readonly make: () => Buffer;
  readonly codes: readonly string[];
}

const MB = 1024 * 1024;
const TEN_GB = 10 * 1024 * MB;
const TOO_MUCH = ['attachment_too_complex', 'attachment_timeout'];
/** Also fine: the parser saw through it. */
const OR_CORRUPT = [...TOO_MUCH, 'attachment_corrupt'];

/** A deflate stream of some 10 MB that unpacks to 10 GB: one flushed megabyte, over and over. */
function tenGigabytes(fill = ' '): Buffer {
  const block = deflateRawSync(Buffer.alloc(MB, fill), { finishFlush: constants.Z_FULL_FLUSH });
  const blocks = Array.from({ length: TEN_GB / MB }, () => block);
  return Buffer.concat([...blocks, deflateRawSync(Buffer.alloc(0))]);
}

/** Nine entities, each ten times the one before it. */
function laughs(root: string): string {
  const names = ['lol', ...Array.from({ length: 9 }, (_, level) => `lol${level + 1}`)];
  const entities = names.map((name, level) =>
    level === 0 ? `<!ENTITY ${name} "lol">` : `<!ENTITY ${name} "${`&${names[level - 1]};`.repeat(10)}">`,
  );
  return `<?xml version="1.0"?><!DOCTYPE ${root} [${entities.join('')}]>`;
}

const laughing = '<w:p><w:r><w:t>&lol9;</w:t></w:r></w:p>';

function nested(open: string, close: string, times: number, inner = 'x'): string {
  return open.repeat(times) + inner + close.repeat(times);
}

const archives: readonly HostileFile[] = [
  {
    name: 'a 10 MB document that unpacks to 10 GB, and says so',
    filename: 'bomb.docx',
    make: () => docx(['x'], [{ name: 'word/media/a.xml', deflated: tenGigabytes(), declaredBytes: 0xfffffffe }]),
    codes: TOO_MUCH,
  },
  {
    name: 'a 10 MB document that unpacks to 10 GB, and says it is 1 MB',
    filename: 'bomb.docx',
    make: () => docx([], [{ name: 'word/document.xml', deflated: tenGigabytes(), declaredBytes: MB }]),
    codes: OR_CORRUPT,
  },
  {
    name: 'a 10 MB workbook that unpacks to 10 GB, and says it is 1 MB',
    filename: 'bomb.xlsx',
    make: () =>
      xlsx([{ name: 'A', rows: '' }], [{ name: 'xl/sharedStrings.xml', deflated: tenGigabytes(), declaredBytes: MB }]),
    codes: OR_CORRUPT,
  },
  {
    name: 'a document that holds an archive that unpacks to 10 GB',
    filename: 'nested.docx',
    make: () => {
      const bomb = zip([{ name: 'a.xml', deflated: tenGigabytes(), declaredBytes: 0xfffffffe }]);
      return docx(
        ['x'],
        [{ name: 'word/embeddings/a.xlsx', deflated: deflateRawSync(bomb, { level: 0 }), declaredBytes: bomb.length }],
      );
    },
    codes: TOO_MUCH,
  },
  {
    name: 'archives in archives in archives',
    filename: 'matryoshka.docx',
    make: () => {
      const wrap = (content: Buffer): Buffer => zip([{ name: 'a.zip', content }]);
      return docx(['x'], [{ name: 'word/embeddings/a.zip', content: wrap(wrap(wrap(wrap(zip([]))))) }]);
    },
    codes: TOO_MUCH,
  },
  {
    name: 'a document of 6,000 parts',
    filename: 'parts.docx',
    make: () =>
      docx(
        ['x'],
        Array.from({ length: 6000 }, (_, index) => ({ name: `word/${index}.xml` })),
      ),
    codes: TOO_MUCH,
  },
];

const xml: readonly HostileFile[] = [
  {
    name: 'a billion laughs in a document',
    filename: 'laughs.docx',
    make: () => docxOf(laughing, [], laughs('w:document')),
    codes: TOO_MUCH,
  },
  {
    name: 'a billion laughs in UTF-16',
    filename: 'laughs.docx',
    make: () => {
      const document = Buffer.from(`\ufeff${laughs('w:document')}<w:document>&lol9;</w:document>`, 'utf16le');
      return docx([], [{ name: 'word/document.xml', content: document }]);
    },
    codes: TOO_MUCH,
  },
  {
    name: 'a billion laughs in a workbook',
    filename: 'laughs.xlsx',
    make: () =>
      xlsx(
        [{ name: 'A', rows: sheetRow(1, ['x']) }],
        [{ name: 'xl/sharedStrings.xml', content: `${laughs('sst')}<sst><si><t>&lol9;</t></si></sst>` }],
      ),
    codes: TOO_MUCH,
  },
  {
    name: 'a billion laughs in an OpenDocument text',
    filename: 'laughs.odt',
    make: () => odt('<text:p>&lol9;</text:p>', [], laughs('office:document-content')),
    codes: TOO_MUCH,
  },
  {
    name: 'a document of 10,000 tables within each other',
    filename: 'deep.docx',
    make: () => docxOf(nested('<w:tbl><w:tr><w:tc>', '</w:tc></w:tr></w:tbl>', 100_000)),
    codes: OR_CORRUPT,
  },
  {
    name: 'an OpenDocument text of 10,000 lists within each other',
    filename: 'deep.odt',
    make: () => odt(nested('<text:list><text:list-item>', '</text:list-item></text:list>', 10_000)),
    codes: OR_CORRUPT,
  },
  {
    name: 'a workbook with its last cell set',
    filename: 'corner.xlsx',
    make: () =>
      xlsx([
        {
          name: 'A',
          rows: `${sheetRow(1, ['x'])}<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>y</t></is></c></row>`,
        },
      ]),
    codes: TOO_MUCH,
  },
  {
    name: 'a workbook of a million cells',
    filename: 'cells.xlsx',
    make: () =>
      xlsx([
        {
          name: 'A',
          rows: Array.from(
            { length: 50_000 },
            (_, row) => `<row r="${row + 1}">${'<c><v>1</v></c>'.repeat(20)}</row>`,
          ).join(''),
        },
      ]),
    codes: TOO_MUCH,
  },
];

const pdfs: readonly HostileFile[] = [
  {
    name: 'a PDF of 5,000 pages',
    filename: 'pages.pdf',
    make: () => pdf(Array.from({ length: 5000 }, (_, index) => `Page ${index + 1}`)),
    codes: TOO_MUCH,
  },
  {
    name: 'a PDF whose pages contain each other',
    filename: 'loop.pdf',
    make: () =>
      pdfOf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Kids [3 0 R] /Count 3 >>',
        '<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 3 >>',
      ]),
    codes: [...OR_CORRUPT, 'attachment_no_text'],
  },
  {
    name: 'a PDF whose table of objects continues in itself',
    filename: 'loop.pdf',
    make: () => {
      const file = pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>'], '/Prev 000 ');
      const offset = String(file.indexOf('xref')).padStart(3, '0');
      return Buffer.from(file.toString('latin1').replace('/Prev 000', `/Prev ${offset}`), 'latin1');
    },
    codes: [...OR_CORRUPT, 'attachment_no_text'],
  },
  {
    name: 'a PDF whose form draws itself',
    filename: 'form.pdf',
    make: () =>
      onePage(
        pdfStream(Buffer.from('/Fm Do '.repeat(100_000))),
        pdfStream(
          Buffer.from('/Fm Do '.repeat(10_000)),
          '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm 5 0 R >> >> ',
        ),
      ),
    codes: [...OR_CORRUPT, 'attachment_no_text'],
  },
  {
    name: 'a 10 MB PDF page that unpacks to 10 GB',
    filename: 'bomb.pdf',
    make: () => onePage(pdfStream(Buffer.concat([Buffer.from([0x78, 0x9c]), tenGigabytes()]), '/Filter /FlateDecode ')),
    codes: OR_CORRUPT,
  },
  {
    name: 'a PDF page packed three times over',
    filename: 'bomb.pdf',
    make: () =>
      onePage(
        pdfStream(
          deflateSync(deflateSync(Buffer.concat([Buffer.from([0x78, 0x9c]), tenGigabytes()]))),
          '/Filter [/FlateDecode /FlateDecode /FlateDecode] ',
        ),
      ),
    codes: OR_CORRUPT,
  },
];

const texts: readonly HostileFile[] = [
  {
    name: 'a page of a million elements within each other',
    filename: 'deep.html',
    make: () => Buffer.from(`<html><body>${nested('<div>', '</div>', 1_000_000)}`),
    codes: [...OR_CORRUPT, 'attachment_empty'],
  },
  {
    name: 'JSON of a million arrays within each other',
    filename: 'deep.json',
    make: () => Buffer.from(nested('[', ']', 1_000_000, '1')),
    codes: OR_CORRUPT,
  },
  {
    name: 'a mail of 10,000 parts within each other',
    filename: 'deep.eml',
    make: () => {
      const part = (level: number): string =>
        `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`;
      const parts = Array.from({ length: 10_000 }, (_, level) => part(level)).join('');
      return Buffer.from(`From: a@example.com\r\nTo: b@example.com\r\nSubject: Hi\r\n${parts}`);
    },
    codes: OR_CORRUPT,
  },
];

/** Every kind of harm we know: size, depth, repetition, loops and lies. All are made in code, none lies on the disk. */
export const hostileFiles: readonly HostileFile[] = [...archives, ...xml, ...pdfs, ...texts];

function onePage(content: Buffer, form?: Buffer): Buffer {
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /Fm 5 0 R >> >> /Contents 4 0 R >>',
    content,
    ...(form ? [form] : []),
  ]);
}
