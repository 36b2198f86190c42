import { basename, join } from 'node:path';
import { z } from 'zod';
import { sentimentOf } from '../../../tools/escalation/sentiment/sentiment.js';
import { markdownTable } from '../../markdown-table.js';
import { readJsonl } from '../read-jsonl.js';
import { mean } from '../statistics.js';
import { scoreTwoClasses } from '../two-class-score.js';
import { dataFiles } from './data-files.js';
import { contentLine, type FeelingLine, feelingLine } from './labelled-lines.js';

const LABELS = ['negative', 'neutral', 'positive'] as const;
const line = z.union([feelingLine, contentLine]);
type Line = z.infer<typeof line>;

/**
 * `npm run eval -- sentiment --data FOLDER`: how well feelings are heard, for every .jsonl file of the folder. Files with `label` give
 * recalls and their mean, files with `dissatisfied` the F1 of hearing "negative" for it.
 * @throws EvalInputInvalid
 */
export async function evalSentiment(args: readonly string[]): Promise<string> {
  const { folder, files } = await dataFiles(args);
  const rows = [];
  for (const file of files) rows.push(scoreFile(basename(file, '.jsonl'), await readJsonl(join(folder, file), line)));
  const head = ['set', 'messages', 'macro recall', ...LABELS, 'F1 of dissatisfied'];
  return markdownTable([head, ...rows], 1);
}

function scoreFile(name: string, lines: readonly Line[]): string[] {
  const labelled = lines.filter((found) => 'label' in found);
  const rated = lines.filter((found) => 'dissatisfied' in found);
  const recalls = LABELS.map((label) => recallOf(label, labelled));
  const heard = rated.map(({ text, dissatisfied }) => ({
    wanted: dissatisfied,
    found: sentimentOf(text).label === 'negative',
  }));
  const figures = [mean(recalls), ...recalls, scoreTwoClasses(heard).f1];
  return [name, String(lines.length), ...figures.map((value) => (Number.isNaN(value) ? '' : value.toFixed(3)))];
}

function recallOf(label: FeelingLine['label'], lines: readonly FeelingLine[]): number {
  const wanted = lines.filter((found) => found.label === label);
  return wanted.filter(({ text }) => sentimentOf(text).label === label).length / wanted.length;
}
