import { type CrossRule } from './cross-rule.js';
import { type EnvironmentValues } from './env.schema.js';
import { type PiiKind } from './pii-variables.js';

/** Personal data and language models. */
export interface PiiConfig {
  /** What is replaced on the way to a model; empty = nothing is. */
  readonly kinds: readonly PiiKind[];
  /** E-mail addresses, domains and phone numbers that stay, in small letters. */
  readonly allow: readonly string[];
}

/** That part of the configuration. */
export function piiConfig(values: EnvironmentValues): PiiConfig {
  const kinds = values.PII_TOKENISATION ? [...new Set(values.PII_KINDS as readonly PiiKind[])] : [];
  return { kinds, allow: (values.PII_ALLOW ?? []).map((item) => item.toLowerCase()) };
}

/** What must hold between these variables and others. */
export const piiRules: readonly CrossRule[] = [];
