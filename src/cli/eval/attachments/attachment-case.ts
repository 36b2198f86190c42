import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EvalInputInvalid } from '../eval-errors.js';

const caseSchema = z.looseObject({
  /** Below the folder of the manifest. */
  file: z.string().min(1),
  kind: z.string().default('files'),
  /** `safe`: refused by whatever code, as a file that nobody could read. */
  expect: z.enum(['text', 'empty', 'no_text', 'encrypted', 'corrupt', 'safe']),
  mustInclude: z.array(z.string()).default([]),
  mustNotInclude: z.array(z.string()).default([]),
});

/** A file and what reading it must give. */
export type AttachmentCase = z.infer<typeof caseSchema>;

/**
 * Reads `manifest.json`, a list of cases.
 * @throws EvalInputInvalid
 */
export async function readCases(folder: string): Promise<readonly AttachmentCase[]> {
  const path = join(folder, 'manifest.json');
  try {
    return z.array(caseSchema).parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new EvalInputInvalid(`${path} is no list of files and what they must give: ${problem}`, { cause });
  }
}
