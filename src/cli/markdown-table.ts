/** A Markdown table with padded columns, as the formatter writes it; cells are single lines, and a bar in one is escaped. */
export function markdownTable(rows: readonly (readonly string[])[], numbersFrom = Infinity): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  const pad = (cell: string, column: number): string =>
    column >= numbersFrom ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  const rule = widths.map((width, column) => (column >= numbersFrom ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  const [head = [], ...body] = cells.map((row) => row.map(pad));
  return [head, rule, ...body].map(line).join('\n');
}
