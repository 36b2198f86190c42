import { AppError } from '../common/app-error.js';

/** The desk sends events to as many endpoints as it may. */
export class WebhookLimitReached extends AppError {
  readonly code = 'webhook_limit_reached';
  readonly kind = 'conflict';
}

/** Nothing is sent to an endpoint that is disabled. */
export class WebhookDisabled extends AppError {
  readonly code = 'webhook_disabled';
  readonly kind = 'conflict';
}

/** A signing secret was sealed under a key that is not configured any more, or was changed. */
export class SecretUnreadable extends AppError {
  readonly code = 'webhook_secret_unreadable';
  readonly kind = 'internal';
}
