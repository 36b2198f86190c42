import { type EnvironmentValues } from './env.schema.js';

/** How events are delivered to other systems. */
export interface WebhookConfig {
  readonly timeoutMs: number;
  readonly maxAttempts: number;
  readonly allowPrivate: boolean;
}

/** The webhooks' part of the configuration. */
export function webhookConfig(values: EnvironmentValues): WebhookConfig {
  return {
    timeoutMs: values.WEBHOOK_TIMEOUT_SECONDS * 1000,
    maxAttempts: values.WEBHOOK_MAX_ATTEMPTS,
    allowPrivate: values.WEBHOOK_ALLOW_PRIVATE,
  };
}
