import { z } from 'zod';
import { type EvalDocument, type EvalQuestion, type Fields } from './retrieval-set.js';

const id = z.string().min(1);
const content = z.string().refine((text) => text.trim() !== '', 'must not be blank');
const message = z.object({ role: z.string(), text: z.string() });

/** A line of corpus.jsonl. */
export const documentLine = z
  .looseObject({ id, text: z.string(), title: z.string().optional() })
  .transform(({ id, text, title, ...rest }): EvalDocument => {
    const document = { id, text, fields: plainFields(rest) };
    return title === undefined ? document : { ...document, title };
  });

/** A line of a file of questions. */
export const questionLine = z
  .looseObject({ id, text: content, relevant: z.array(id).default([]), history: z.array(message).default([]) })
  .transform(({ id, text, relevant, history, ...rest }): EvalQuestion => ({
    id,
    text,
    relevant,
    history,
    fields: plainFields(rest),
  }));

function plainFields(rest: Record<string, unknown>): Fields {
  return Object.fromEntries(
    Object.entries(rest).filter((entry): entry is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof entry[1]),
    ),
  );
}
