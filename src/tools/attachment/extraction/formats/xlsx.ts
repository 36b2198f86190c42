import readWorkbook from 'read-excel-file/universal';
import type { FileContent, TextPart } from '../extracted-text.js';
import { tableText } from './table-text.js';

/**
 * Every sheet as a part, its name first and then one line for a row. Dates read as ISO 8601, times in UTC, because Excel
 * keeps them without a zone.
 */
export async function readXlsx(bytes: Buffer): Promise<FileContent> {
  const sheets = await readWorkbook(new Blob([new Uint8Array(bytes)]));
  return { parts: sheets.flatMap(({ sheet, data }) => sheetPart(sheet, tableText(data))) };
}

function sheetPart(name: string, table: string): TextPart[] {
  return table === '' ? [] : [{ label: `Sheet ${name}`, text: `${name}\n${table}` }];
}
