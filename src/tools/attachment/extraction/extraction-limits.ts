/** What reading one file may take. Files beyond a limit are refused by code; only `textChars` cuts. */
export interface ExtractionLimits {
  /** Bytes of the file. */
  readonly bytes: number;
  /** Pages of a PDF. */
  readonly pages: number;
  /** Cells of all sheets of a workbook; a table of comma-separated values is cut here instead. */
  readonly cells: number;
  /** Parts of an archive: Office files are zip archives. */
  readonly archiveEntries: number;
  /** Bytes of all parts of an archive together once unpacked, those of archives inside it included. */
  readonly unpackedBytes: number;
  /** UTF-16 code units of text that are kept. */
  readonly textChars: number;
  /** Milliseconds of processor time for one file, the start of its process included; of the clock where the system doesn't tell. */
  readonly milliseconds: number;
  /** Bytes of JavaScript heap of the process that reads. */
  readonly heapBytes: number;
  /** Bytes of resident memory of that process, watched where the system tells (Linux). */
  readonly residentBytes: number;
}

const MB = 1024 * 1024;

/** Enough for the papers of a customer: a contract, an invoice, a year of orders. */
export const DEFAULT_EXTRACTION_LIMITS: ExtractionLimits = {
  bytes: 10 * MB,
  pages: 500,
  cells: 200_000,
  archiveEntries: 5000,
  unpackedBytes: 100 * MB,
  textChars: 500_000,
  milliseconds: 4500,
  heapBytes: 256 * MB,
  residentBytes: 512 * MB,
};
