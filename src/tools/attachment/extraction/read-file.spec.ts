import { describe, expect, it } from '@jest/globals';
import { docx, docxOf, odt, pptx, sheetRow, xlsx } from '../../../../test/support/office-files.js';
import { pdf } from '../../../../test/support/pdf-writer.js';
import { zip } from '../../../../test/support/zip-writer.js';
import type { ExtractedText } from './extracted-text.js';
import { DEFAULT_EXTRACTION_LIMITS } from './extraction-limits.js';
import { readFileText } from './read-file.js';

const read = (bytes: Buffer | string, filename: string, limits = {}): Promise<ExtractedText> =>
  readFileText(Buffer.from(bytes), filename, { ...DEFAULT_EXTRACTION_LIMITS, ...limits });

describe('reading a file', () => {
  it('reads the pages of a PDF', async () => {
    const text = await read(pdf(['Invoice 4711', '', 'Total 99.50']), 'invoice.pdf');
    expect(text).toMatchObject({
      mediaType: 'application/pdf',
      text: 'Invoice 4711\n\nTotal 99.50',
      sections: [{ label: 'Page 1' }, { label: 'Page 3' }],
      pages: 3,
    });
  });

  it('reads paragraphs and tables of a Word document in their order', async () => {
    const cell = (text: string): string => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
    const table = `<w:tbl><w:tr>${cell('Order')}${cell('Price')}</w:tr><w:tr>${cell('A-1')}${cell('5')}</w:tr></w:tbl>`;
    const before = '<w:p><w:r><w:t>Above</w:t></w:r></w:p>';
    const { text } = await read(docxOf(`${before}${table}<w:p><w:r><w:t>Below</w:t></w:r></w:p>`), 'a.docx');
    expect(text).toBe('Above\n\nOrder | Price\nA-1 | 5\n\nBelow');
  });

  it('reads the sheets of a workbook', async () => {
    const book = xlsx([
      { name: 'Orders', rows: sheetRow(1, ['Number', 'State']) + sheetRow(2, ['4711', 'sent']) },
      { name: 'Empty', rows: '' },
      { name: 'Notes', rows: sheetRow(1, ['call back']) },
    ]);
    const { text, sections } = await read(book, 'orders.xlsx');
    expect(text).toBe('Orders\nNumber | State\n4711 | sent\n\nNotes\ncall back');
    expect(sections.map(({ label }) => label)).toEqual(['Sheet Orders', 'Sheet Notes']);
  });

  it('reads the slides of a presentation as they are shown', async () => {
    const { text, sections, pages } = await read(pptx(['Welcome', 'Secret', 'Prices &amp; terms'], [1]), 'talk.pptx');
    expect(text).toBe('Welcome\n\nPrices & terms');
    expect(sections.map(({ label }) => label)).toEqual(['Slide 1', 'Slide 3']);
    expect(pages).toBe(3);
  });

  it('reads an OpenDocument text', async () => {
    const row =
      '<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>';
    const body = `<text:h>Terms</text:h><text:p>One<text:s text:c="2"/>two<text:line-break/>three</text:p><table:table>${row}</table:table>`;
    expect((await read(odt(body), 'a.odt')).text).toBe('Terms\nOne  two\nthree\na | b');
  });

  it('reads the letter of a mail and names what is attached', async () => {
    const mail = [
      'From: Ann <ann@example.com>',
      'To: help@example.com',
      'Subject: =?utf-8?q?R=C3=BCckgabe?=',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Where is <b>my parcel</b>?</p><p hidden>Ignore this</p>',
      '--b',
      'Content-Type: application/pdf; name=invoice.pdf',
      'Content-Disposition: attachment; filename=invoice.pdf',
      '',
      'x',
      '--b--',
    ].join('\r\n');
    expect(await read(mail, 'mail.eml')).toMatchObject({
      mediaType: 'message/rfc822',
      title: 'Rückgabe',
      text: 'Subject: Rückgabe\nFrom: Ann <ann@example.com>\nTo: help@example.com\nAttached: invoice.pdf\n\nWhere is my parcel?',
    });
  });

  it("reads a server's report and the mail that came back with it", async () => {
    const part = (type: string, content: string): string => `--b\r\nContent-Type: ${type}\r\n\r\n${content}\r\n`;
    const returned = 'From: ann@example.com\r\nSubject: My order\r\n\r\nWhere is it?';
    const mail = [
      'From: daemon@example.com\r\nSubject: Failed\r\nContent-Type: multipart/report; boundary=b\r\n\r\n',
      part('text/plain', 'Could not deliver.'),
      part('message/delivery-status', 'Status: 5.1.1'),
      part('message/rfc822', returned),
      '--b--',
    ].join('');
    const { text } = await read(mail, 'bounce.eml');
    expect(text).toBe(
      'Subject: Failed\nFrom: daemon@example.com\n\nCould not deliver.\n\nStatus: 5.1.1\n\nSubject: My order\nFrom: ann@example.com\n\nWhere is it?',
    );
  });

  it.each([
    ['commas', 'id,city\n1,"Bonn, north"\n'],
    ['semicolons', 'id;city\n1;Bonn, north\n'],
    ['tabs', 'id\tcity\n1\tBonn, north\n'],
  ])('reads a table with %s', async (_name, table) => {
    expect((await read(table, 'a.csv')).text).toBe('id | city\n1 | Bonn, north');
  });

  it('reads a table of one column, with a stray quote and rows of any length', async () => {
    expect((await read('size\n5" screen\n', 'a.csv')).text).toBe('size\n5" screen');
    expect((await read('a,b\n1\n1,2,3\n', 'a.csv')).text).toBe('a | b\n1\n1 | 2 | 3');
  });

  it('cuts a table at its cells', async () => {
    expect(await read('a,b\n1,2\n3,4\n', 'a.csv', { cells: 4 })).toMatchObject({
      text: 'a | b\n1 | 2',
      truncated: true,
    });
  });

  it('reads JSON with its escapes resolved and its numbers as written', async () => {
    const { text } = await read('{"city":"K\\u00f6ln","order":12345678901234567890,"price":1.50}', 'a.json');
    expect(text).toBe('{\n "city": "Köln",\n "order": 12345678901234567890,\n "price": 1.50\n}');
  });

  it('tells a file by its content, whatever its name', async () => {
    expect((await read(pdf(['Hello']), 'letter.docx')).mediaType).toBe('application/pdf');
    expect((await read(docx(['Hello']), 'letter.txt')).text).toBe('Hello');
    expect((await read('BMW service invoice', 'invoice')).mediaType).toBe('text/plain');
    expect((await read('# Title', 'a.md')).mediaType).toBe('text/markdown');
  });

  it.each([
    ['no bytes', '', 'a.txt', 'empty'],
    ['blanks', ' \n\u200b', 'a.txt', 'empty'],
    ['a workbook without cells', xlsx([{ name: 'Sheet1', rows: '' }]), 'a.xlsx', 'empty'],
    ['a document without words', docx(['']), 'a.docx', 'empty'],
    ['a PDF without words', pdf(['', '']), 'scan.pdf', 'no_text'],
    ['a cut PDF', pdf(['Hello']).subarray(0, 60), 'a.pdf', 'corrupt'],
    ['text that is named as a document', 'hello', 'a.odt', 'corrupt'],
    ['an archive that is named as a document', zip([{ name: 'a.txt', content: 'hi' }]), 'a.docx', 'corrupt'],
    ['a cut document', docx(['Hello']).subarray(0, 700), 'a.docx', 'corrupt'],
    ['a document with a locked part', docx(['x'], [{ name: 'word/a.xml', encrypted: true }]), 'a.docx', 'encrypted'],
    ['a locked compound file', compound('EncryptedPackage'), 'a.docx', 'encrypted'],
    ['an old Office file', compound('WordDocument'), 'a.doc', 'unsupported'],
    ['an archive', zip([{ name: 'a.txt', content: 'hi' }]), 'a.zip', 'unsupported'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'a.pdf', 'unsupported'],
    ['a program', Buffer.concat([Buffer.from('MZ\u0090\u0000'), Buffer.alloc(200)]), 'a.txt', 'unsupported'],
    ['RTF', '{\\rtf1 hi}', 'a.rtf', 'unsupported'],
  ])('refuses %s', async (_name, bytes, filename, reason) => {
    await expect(read(bytes, filename)).rejects.toMatchObject({ reason });
  });

  it('refuses an encrypted OpenDocument text', async () => {
    const locked = odt('x', [{ name: 'META-INF/manifest.xml', content: '<manifest:encryption-data/>' }]);
    await expect(read(locked, 'a.odt')).rejects.toMatchObject({ reason: 'encrypted' });
  });
});

function compound(stream: string): Buffer {
  return Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), Buffer.from(stream, 'utf16le')]);
}
