const MOST_DOCUMENTS = 200;
const MOST_TEXT = 300_000;

/**
 * Cuts documents into runs for one statement each: at most 200 of them and some 300,000 code units of text, what the embedded
 * database sorts in memory (2 million took it twice the time). A longer document makes a run of its own.
 */
export function* textBatches<T extends { readonly text: string }>(documents: readonly T[]): Generator<T[]> {
  let batch: T[] = [];
  let size = 0;
  for (const document of documents) {
    if (batch.length === MOST_DOCUMENTS || (batch.length > 0 && size + document.text.length > MOST_TEXT)) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(document);
    size += document.text.length;
  }
  if (batch.length > 0) yield batch;
}
