import { z } from 'zod';
import type { ExtractionLimits } from './extraction-limits.js';
import { refusalReasons } from './refusal.js';

/** What the parent tells the reading process, besides the file. */
export interface ChildTask {
  readonly filename: string;
  readonly limits: ExtractionLimits;
  /** How long the parent waits at most, ms by the clock. */
  readonly patienceMs: number;
}

const offset = z.number().int().min(0);

/** What the reading process answers. Its parser may have been taken over by the file, so nothing is believed unchecked. */
export const childAnswerSchema = z.union([
  z.object({
    text: z.object({
      mediaType: z.string().max(100),
      text: z.string().min(1),
      sections: z.array(z.object({ label: z.string(), start: offset, end: offset })).readonly(),
      truncated: z.boolean(),
      pages: z.number().int().min(0).optional(),
      title: z.string().max(200).optional(),
    }),
  }),
  z.object({ refusal: z.object({ reason: z.enum(refusalReasons), message: z.string().max(1000) }) }),
]);

export type ChildAnswer = z.infer<typeof childAnswerSchema>;
