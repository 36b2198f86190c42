import { type JSONSchema7, jsonSchema, tool, type ToolSet } from 'ai';
import { z } from 'zod';
import { type EscalationReason } from '../../common/escalation-reason.js';

/** Says that the sources do not answer. */
export const CANNOT_ANSWER = 'cannot_answer';
/** Asks for a person. */
export const NEEDS_PERSON = 'needs_person';

/** What a model can tell of a message; the other reasons are seen by code. */
const REASONS = [
  'human_request',
  'complaint',
  'legal',
  'security_urgent',
  'negative_sentiment',
  'policy',
] as const satisfies readonly EscalationReason[];

const personNeeded = z.object({ reason: z.enum(REASONS) });

/** How a model decides: by calls with a typed input, never by words in its text. Neither has a result, so each ends the answer. */
export const CONTROL_TOOLS: ToolSet = {
  [CANNOT_ANSWER]: tool({
    description: 'Call this, and write no text, when the sources do not answer the message.',
    inputSchema: z.object({}),
  }),
  [NEEDS_PERSON]: tool({
    description:
      'Call this when a person should take over: human_request (the customer wants a person), complaint, legal, security_urgent (an account or payment is being abused), negative_sentiment (very upset), policy (only a person may decide this).',
    // Not checked by the SDK, which would send a wrong reason back to the model; see reasonOf.
    inputSchema: jsonSchema(z.toJSONSchema(personNeeded) as JSONSchema7),
  }),
};

/** The reason of a call of `needs_person`; a call with a reason that does not exist still is a wish for a person. */
export function reasonOf(input: unknown): EscalationReason {
  const parsed = personNeeded.safeParse(input);
  return parsed.success ? parsed.data.reason : 'human_request';
}
