import { checkGrounding } from '../../../llm/grounding/check-grounding.js';
import { type Passage } from '../../../knowledge/passage.js';
import { type GroundingRow, halfOf } from './grounding-row.js';

/** How well answers that are not fully supported were found among some rows. */
export interface GroundingScore {
  readonly name: string;
  readonly rows: number;
  /** Of the rows that were found, those not labelled supported. */
  readonly precision: number;
  /** Of the rows not labelled supported, those that were found. */
  readonly recall: number;
  readonly f1: number;
  /** Of the rows with each label, those whose score is below the threshold. */
  readonly replaced: Readonly<Record<GroundingRow['label'], number>>;
}

interface Judged {
  readonly row: GroundingRow;
  /** Whether any sentence was found not to be fully supported. */
  readonly found: boolean;
  readonly score: number;
}

/** Checks every row and scores all rows, each half, and each kind. `threshold` is the least score with which an answer is kept. */
export function scoreGrounding(rows: readonly GroundingRow[], threshold: number): GroundingScore[] {
  const judged = rows.map(judge);
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  return [
    scoreOf('all', judged, threshold),
    ...(['chosen on', 'held out'] as const).map((half) =>
      scoreOf(
        half,
        judged.filter(({ row }) => halfOf(row.id) === half),
        threshold,
      ),
    ),
    ...kinds.map((kind) =>
      scoreOf(
        kind,
        judged.filter(({ row }) => row.kind === kind),
        threshold,
      ),
    ),
  ];
}

function judge(row: GroundingRow): Judged {
  const passages = row.passages.map((page, place) => passageOf(page, `${row.id} ${place}`));
  const citations = passages.map(({ documentId, chunkId, title, content, score }, place) => ({
    index: place + 1,
    documentId,
    chunkId,
    title,
    quote: content,
    score,
    support: 'unsupported' as const,
  }));
  const { grounding, sentences } = checkGrounding({ text: row.answer, citations, passages });
  return { row, found: sentences.some(({ verdict }) => verdict !== 'supported'), score: grounding.score };
}

function passageOf({ title, text }: { readonly title: string; readonly text: string }, id: string): Passage {
  const position = { start: 0, end: text.length };
  return {
    documentId: id,
    chunkId: id,
    title,
    content: text,
    heading: null,
    score: 1,
    url: null,
    source: null,
    metadata: {},
    position,
  };
}

function scoreOf(name: string, judged: readonly Judged[], threshold: number): GroundingScore {
  const wrong = judged.filter(({ row }) => row.label !== 'supported');
  const found = judged.filter((each) => each.found);
  const both = wrong.filter((each) => each.found).length;
  const precision = both / found.length;
  const recall = both / wrong.length;
  const replaced = (label: GroundingRow['label']): number => {
    const labelled = judged.filter(({ row }) => row.label === label);
    return labelled.filter(({ score }) => score < threshold).length / labelled.length;
  };
  return {
    name,
    rows: judged.length,
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    replaced: { supported: replaced('supported'), partial: replaced('partial'), unsupported: replaced('unsupported') },
  };
}
