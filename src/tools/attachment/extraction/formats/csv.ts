import { parse } from 'csv-parse/sync';
import type { FileContent } from '../extracted-text.js';
import type { ExtractionLimits } from '../extraction-limits.js';
import { tableText } from './table-text.js';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLE_LINES = 20;

/** A separated-values table, whatever separates them; rows of uneven length and stray quotes are taken as they are. */
export function readCsv(text: string, { cells }: Pick<ExtractionLimits, 'cells'>): FileContent {
  let seen = 0;
  const rows = parse(text, {
    bom: true,
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    on_record: (record: string[]) => ((seen += record.length) > cells ? null : record),
  });
  return { parts: [{ label: '', text: tableText(rows) }], truncated: seen > cells };
}

/** The candidate that most of the first lines agree on: in how many it is found, then how often in the first. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 64 * 1024)
    .split(/\r?\n/, SAMPLE_LINES)
    .filter((line) => line !== '');
  const scored = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(delimiter).length - 1);
    return { delimiter, lines: counts.filter((count) => count > 0).length, first: counts[0] ?? 0 };
  });
  return scored.reduce((best, one) =>
    one.lines > best.lines || (one.lines === best.lines && one.first > best.first) ? one : best,
  ).delimiter;
}
