import { z } from 'zod';
import { ToolInputInvalid } from './tool-errors.js';
import { type ToolInputSchema } from './tool-input-schema.js';

/** A tool's input as a zod schema says it. */
export function fromZod<Input>(schema: z.ZodType<Input>): ToolInputSchema<Input> {
  const jsonSchema = z.toJSONSchema(schema, { io: 'input' });
  return {
    jsonSchema,
    parse: (value) => {
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      const problems = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.') || 'input', message }));
      throw new ToolInputInvalid('The input of the tool does not fit its schema.', { problems });
    },
  };
}
