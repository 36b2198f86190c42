import { z } from 'zod';

/** A line of messages.jsonl or of a proxy for it: whether a person should take over, and why. */
export const messageLine = z.object({
  text: z.string(),
  escalate: z.boolean(),
  reason: z.string().nullish(),
  source: z.string().default(''),
  /** An ordinary message with negative or misleading words. */
  hard: z.boolean().default(false),
});
export type MessageLine = z.infer<typeof messageLine>;

/** A line of a set with feelings. */
export const feelingLine = z.object({ text: z.string(), label: z.enum(['negative', 'neutral', 'positive']) });
export type FeelingLine = z.infer<typeof feelingLine>;

/** A line of a set in which people said how content a customer is. */
export const contentLine = z.object({ text: z.string(), dissatisfied: z.boolean() });
