import { z } from 'zod';

/** Headings of `.env.example` and `docs/configuration.md`, in their order. */
export const sections = [
  'General',
  'HTTP',
  'Rate limits',
  'Data',
  'Sessions',
  'Redis',
  'Secrets',
  'Knowledge and answers',
  'Language model',
  'Agent',
  'Escalation',
  'People',
  'Sockets',
  'Webhooks',
  'Attachments',
  'Tools',
  'Telemetry',
  'Privacy',
] as const;

/** What a person must know about one environment variable besides its rule. */
export interface EnvVariableInfo {
  readonly section: (typeof sections)[number];
  /** Whole sentences for an operator. */
  readonly description: string;
  /** The accepted values in words; completes "must be ...". */
  readonly expects: string;
  /** Raw text used when the variable is not set. */
  readonly default?: string;
  /** What happens when the variable is not set, in words, for variables without a default. */
  readonly otherwise?: string;
  /** A sensible value to show where the default says too little. */
  readonly example?: string;
  /** True: the value never appears in a message, a log or a generated file. */
  readonly secret?: boolean;
}

/** The documentation of every variable, by its schema; `env.schema.ts` fills it. */
export const envVariableInfo = z.registry<EnvVariableInfo>();

/** A rule for the text of a variable, with its meaning in words. */
export interface EnvValue<T> {
  readonly schema: z.ZodType<T, string>;
  readonly expects: string;
}

type Description = Omit<EnvVariableInfo, 'expects' | 'default' | 'otherwise'>;

/** A variable that always has a value: `default` is read by the same rule as a value that was set. */
export function variable<T>(
  value: EnvValue<T>,
  info: Description & { readonly default: string },
): z.ZodType<T, string | undefined> {
  return value.schema.prefault(info.default).register(envVariableInfo, { ...info, expects: value.expects });
}

/** A variable that may be missing. */
export function optionalVariable<T>(
  value: EnvValue<T>,
  info: Description & { readonly otherwise: string },
): z.ZodType<T | undefined, string | undefined> {
  return value.schema.optional().register(envVariableInfo, { ...info, expects: value.expects });
}
