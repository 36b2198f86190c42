import { readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { systemErrorCode } from '../../../config/system-error.js';
import { EvalInputInvalid } from '../eval-errors.js';

/**
 * The .jsonl files of the folder that `--data` names, by name.
 * @throws EvalInputInvalid
 */
export async function dataFiles(args: readonly string[]): Promise<{ folder: string; files: readonly string[] }> {
  const folder = folderOf(args);
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new EvalInputInvalid(`${folder} cannot be read (${systemErrorCode(cause) ?? 'unknown reason'})`, { cause });
  });
  const files = names.filter((name) => name.endsWith('.jsonl')).sort();
  if (files.length === 0) throw new EvalInputInvalid(`${folder} holds no .jsonl file`);
  return { folder, files };
}

function folderOf(args: readonly string[]): string {
  try {
    const { data } = parseArgs({ args: [...args], options: { data: { type: 'string' } } }).values;
    if (data !== undefined) return data;
  } catch (cause) {
    throw new EvalInputInvalid(cause instanceof Error ? cause.message : String(cause), { cause });
  }
  throw new EvalInputInvalid('--data is missing: name the folder with the evaluation data');
}
