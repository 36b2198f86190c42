import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { systemErrorCode } from '../../config/system-error.js';
import { EvalInputInvalid } from './eval-errors.js';

/**
 * Reads a file with one JSON value a line; blank lines are skipped. Several files may be read by one schema.
 * @throws EvalInputInvalid naming file and line
 */
export async function readJsonl<T>(path: string, schema: z.ZodType<T>): Promise<T[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new EvalInputInvalid(`${path} cannot be read (${systemErrorCode(cause) ?? 'unknown reason'})`, { cause });
  });
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [readLine(line, schema, `${path}:${index + 1}`)]));
}

function readLine<T>(line: string, schema: z.ZodType<T>, place: string): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new EvalInputInvalid(`${place} is not one JSON object on one line`, { cause });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new EvalInputInvalid(`${place} ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`);
}
