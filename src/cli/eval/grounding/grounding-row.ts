import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readJsonl } from '../read-jsonl.js';

const text = z.string().min(1);

/** An answer that somebody judged against the passages it cites by number. */
const groundingRow = z.object({
  id: text,
  kind: text,
  label: z.enum(['supported', 'partial', 'unsupported']),
  passages: z.array(z.object({ title: text, text })).min(1),
  answer: text,
});

export type GroundingRow = z.infer<typeof groundingRow>;

/** The half on which the method was chosen, and the one on which it is only measured. */
export type Half = 'chosen on' | 'held out';

/** @throws EvalInputInvalid naming file and line */
export function readGroundingRows(path: string): Promise<GroundingRow[]> {
  return readJsonl(path, groundingRow);
}

/** Which half a row belongs to: the first bit of the SHA-256 of its id. */
export function halfOf(id: string): Half {
  const [first = 0] = createHash('sha256').update(id).digest();
  return first % 2 === 0 ? 'chosen on' : 'held out';
}
