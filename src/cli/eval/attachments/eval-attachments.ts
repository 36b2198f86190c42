import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../../../common/app-error.js';
import { TextExtractor } from '../../../tools/attachment/extraction/text-extractor.js';
import { markdownTable } from '../../markdown-table.js';
import { EvalInputInvalid } from '../eval-errors.js';
import { percentile } from '../statistics.js';
import { type AttachmentCase, readCases } from './attachment-case.js';
import { judgeCase, type ReadingOutcome } from './judge-case.js';

interface CaseResult {
  readonly kind: string;
  readonly file: string;
  readonly problem: string | undefined;
  readonly milliseconds: number;
}

/**
 * `npm run eval -- attachments --data FOLDER`: reads the files that the folder's `manifest.json` lists, one by one and
 * within the product's limits, and compares what came out. A file that is not as expected makes the exit code 1.
 * @throws EvalInputInvalid
 */
export async function evalAttachments(args: readonly string[]): Promise<string> {
  const folder = folderOf(args);
  const extractor = new TextExtractor();
  const results: CaseResult[] = [];
  try {
    for (const one of await readCases(folder)) results.push(await resultOf(one, folder, extractor));
  } finally {
    await extractor.close();
  }
  if (results.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
  return formatResults(results);
}

function folderOf(args: readonly string[]): string {
  try {
    const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' } } });
    if (values.data === undefined) throw new Error('--data is missing: name the folder of manifest.json');
    return values.data;
  } catch (cause) {
    throw new EvalInputInvalid(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

async function resultOf(one: AttachmentCase, folder: string, extractor: TextExtractor): Promise<CaseResult> {
  const path = join(folder, one.file);
  const { size: bytes } = await stat(path);
  const start = performance.now();
  const outcome = await extractor
    .extract({ path, filename: basename(path), bytes }, new AbortController().signal)
    .catch(refusalOf);
  const milliseconds = performance.now() - start;
  return { kind: one.kind, file: one.file, problem: judgeCase(one, outcome), milliseconds };
}

function refusalOf(error: unknown): ReadingOutcome {
  if (error instanceof AppError) return { code: error.code };
  throw error;
}

function formatResults(results: readonly CaseResult[]): string {
  const kinds = [...new Set(results.map(({ kind }) => kind))].sort();
  const head = ['kind', 'files', 'as expected', 'ms p50', 'ms p95'];
  const rows = [
    ...kinds.map((kind) => [kind, results.filter((one) => one.kind === kind)] as const),
    ['all', results] as const,
  ];
  const wrong = results.filter(({ problem }) => problem !== undefined);
  return [
    markdownTable([head, ...rows.map(([kind, group]) => [kind, ...figures(group)])], 1),
    ...wrong.map(({ file, problem }) => `${file}: ${problem ?? ''}`),
  ].join('\n');
}

function figures(group: readonly CaseResult[]): string[] {
  const times = group.map(({ milliseconds }) => milliseconds);
  const right = group.filter(({ problem }) => problem === undefined).length;
  return [group.length, right, Math.round(percentile(times, 0.5)), Math.round(percentile(times, 0.95))].map(String);
}
