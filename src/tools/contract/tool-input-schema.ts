/** What a tool takes: told to a model as JSON Schema (draft 2020-12), checked by `parse`. */
export interface ToolInputSchema<Input> {
  readonly jsonSchema: Readonly<Record<string, unknown>>;
  /** @throws ToolInputInvalid naming every wrong field */
  parse(value: unknown): Input;
}
