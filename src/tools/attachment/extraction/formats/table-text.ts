/** Rows as lines, their cells between bars; empty cells at the end of a row and empty rows are left out. */
export function tableText(rows: readonly (readonly unknown[])[]): string {
  return rows
    .map((cells) => cells.map(cellText))
    .map((cells) => cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1).join(' | '))
    .filter((line) => line !== '')
    .join('\n');
}

function cellText(cell: unknown): string {
  if (cell instanceof Date) return dateText(cell);
  if (typeof cell !== 'string' && typeof cell !== 'number' && typeof cell !== 'boolean') return '';
  return String(cell).replace(/\s+/g, ' ').trim();
}

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  return date
    .toISOString()
    .replace('T00:00:00.000Z', '')
    .replace('T', ' ')
    .replace(/(?::00)?\.000Z$/, '');
}
