/** Budgets that nothing here uses up, so that limits are on without getting in the way of what is about something else. */
export const WIDE_LIMITS: {
  readonly RATE_LIMIT_REQUESTS: string;
  readonly RATE_LIMIT_MESSAGES: string;
  readonly RATE_LIMIT_ADDRESS_MESSAGES: string;
  readonly RATE_LIMIT_UPLOADS: string;
  readonly RATE_LIMIT_ADDRESS_UPLOADS: string;
  readonly RATE_LIMIT_SESSIONS: string;
  readonly RATE_LIMIT_KEY_REQUESTS: string;
  readonly RATE_LIMIT_FAILED_CREDENTIALS: string;
};
