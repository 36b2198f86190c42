import { type EnvironmentValues } from './env.schema.js';

/** How answers of a model are checked against their sources. */
export interface GroundingConfig {
  /** Least grounding score (0..1) with which an answer is kept. */
  readonly threshold: number;
}

/** The grounding part of the configuration. */
export function groundingConfig(values: EnvironmentValues): GroundingConfig {
  return { threshold: values.GROUNDING_THRESHOLD };
}
