import { basename, join } from 'node:path';
import { loadConfig } from '../../../config/app-config.js';
import { assessor } from '../../../tools/escalation/assess.js';
import { markdownTable } from '../../markdown-table.js';
import { readJsonl } from '../read-jsonl.js';
import { dataFiles } from './data-files.js';
import { messageLine } from './labelled-lines.js';
import { type EscalationScore, scoreEscalation } from './score-escalation.js';

/**
 * `npm run eval -- escalation --data FOLDER`: how well messages that need a person are told from others, for every .jsonl file of the
 * folder, by the escalation settings of the environment.
 * @throws EvalInputInvalid
 */
export async function evalEscalation(args: readonly string[]): Promise<string> {
  const { folder, files } = await dataFiles(args);
  const assess = assessor(loadConfig(escalationSettings()).escalation);
  const tables = [];
  for (const file of files) {
    const lines = await readJsonl(join(folder, file), messageLine);
    tables.push(`${basename(file, '.jsonl')}\n\n${formatScores(scoreEscalation(lines, assess))}`);
  }
  return tables.join('\n\n');
}

/** Other variables do not matter here, so that a wrong one can't stop an evaluation. */
function escalationSettings(): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('ESCALATION_')));
}

function formatScores(scores: readonly EscalationScore[]): string {
  const head = ['messages', 'count', 'precision', 'recall', 'F1', 'false positives', 'right reason'];
  const rows = scores.map(({ name, rows: count, precision, recall, f1, falsePositives, sameReason }) => [
    name,
    String(count),
    ...[precision, recall, f1, falsePositives, sameReason].map((value) =>
      Number.isNaN(value) ? '' : value.toFixed(3),
    ),
  ]);
  return markdownTable([head, ...rows], 1);
}
