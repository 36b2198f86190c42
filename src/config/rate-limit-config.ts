import { type CrossRule } from './cross-rule.js';
import { type EnvironmentValues } from './env.schema.js';

/** How many calls one caller may make within `periodMs`. */
export interface RateLimitConfig {
  readonly enabled: boolean;
  readonly periodMs: number;
  /** Reads and changes of one session, or of one address that shows none. */
  readonly requests: number;
  /** Messages of one session. */
  readonly messages: number;
  readonly addressMessages: number;
  /** Files of one session. */
  readonly uploads: number;
  readonly addressUploads: number;
  /** Sessions opened from one address. */
  readonly sessions: number;
  /** Calls of every kind with one API key. */
  readonly keyRequests: number;
  /** Different wrong credentials from one address. */
  readonly failedCredentials: number;
}

/** That part of the configuration, of variables that keep `rateLimitRules`. */
export function rateLimitConfig(values: EnvironmentValues): RateLimitConfig {
  return {
    enabled: values.RATE_LIMIT_ENABLED,
    periodMs: values.RATE_LIMIT_PERIOD * 1000,
    requests: values.RATE_LIMIT_REQUESTS,
    messages: values.RATE_LIMIT_MESSAGES,
    addressMessages: values.RATE_LIMIT_ADDRESS_MESSAGES,
    uploads: values.RATE_LIMIT_UPLOADS,
    addressUploads: values.RATE_LIMIT_ADDRESS_UPLOADS,
    sessions: values.RATE_LIMIT_SESSIONS,
    keyRequests: values.RATE_LIMIT_KEY_REQUESTS,
    failedCredentials: values.RATE_LIMIT_FAILED_CREDENTIALS,
  };
}

/** What must hold between these variables. */
export const rateLimitRules: readonly CrossRule[] = [
  {
    names: ['RATE_LIMIT_ADDRESS_MESSAGES', 'RATE_LIMIT_MESSAGES'],
    broken: (values) => values.RATE_LIMIT_ADDRESS_MESSAGES < values.RATE_LIMIT_MESSAGES,
    message: 'is less than one session may send. Raise it, or lower RATE_LIMIT_MESSAGES.',
  },
  {
    names: ['RATE_LIMIT_ADDRESS_UPLOADS', 'RATE_LIMIT_UPLOADS'],
    broken: (values) => values.RATE_LIMIT_ADDRESS_UPLOADS < values.RATE_LIMIT_UPLOADS,
    message: 'is less than one session may send. Raise it, or lower RATE_LIMIT_UPLOADS.',
  },
];
