import { parseArgs } from 'node:util';
import { markdownTable } from '../../markdown-table.js';
import { EvalInputInvalid } from '../eval-errors.js';
import { readGroundingRows } from './grounding-row.js';
import { type GroundingScore, scoreGrounding } from './score-grounding.js';

/** The set that comes with the product, from the folder of the project. */
const DEFAULT_SET = 'eval/grounding.jsonl';
const DEFAULT_THRESHOLD = 0.6;

/**
 * `npm run eval -- grounding [--data FILE] [--threshold N]`: how well answers that their pages do not support are found.
 * @throws EvalInputInvalid
 */
export async function evalGrounding(args: readonly string[]): Promise<string> {
  const { data, threshold } = readArguments(args);
  return formatScores(scoreGrounding(await readGroundingRows(data), threshold));
}

function readArguments(args: readonly string[]): { data: string; threshold: number } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string', default: DEFAULT_SET },
        threshold: { type: 'string', default: String(DEFAULT_THRESHOLD) },
      },
    });
    const threshold = Number(values.threshold);
    if (!(threshold >= 0 && threshold <= 1)) throw new Error('--threshold must be a number from 0 to 1');
    return { data: values.data, threshold };
  } catch (cause) {
    throw new EvalInputInvalid(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function formatScores(scores: readonly GroundingScore[]): string {
  const head = ['rows', 'count', 'precision', 'recall', 'F1', 'replaced: supported', 'partial', 'unsupported'];
  const rows = scores.map(({ name, rows: count, precision, recall, f1, replaced }) => [
    name,
    String(count),
    ...[precision, recall, f1, replaced.supported, replaced.partial, replaced.unsupported].map(share),
  ]);
  return markdownTable([head, ...rows], 1);
}

function share(value: number): string {
  return Number.isNaN(value) ? '' : value.toFixed(3);
}
