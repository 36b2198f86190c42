import { type EnvironmentName, type EnvironmentValues } from './env.schema.js';

/** A rule over several variables: `message` completes the sentence that begins with the first name. */
export interface CrossRule {
  readonly names: readonly [EnvironmentName, ...EnvironmentName[]];
  readonly broken: (values: EnvironmentValues) => boolean;
  readonly message: string;
}
