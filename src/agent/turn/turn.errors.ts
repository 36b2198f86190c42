import { AppError } from '../../common/app-error.js';

/** The same client message id came with another body. */
export class IdempotencyKeyReused extends AppError {
  readonly code = 'idempotency_key_reused';
  readonly kind = 'unprocessable';
}

/** A person took the conversation over while the agent answered. The message is kept, and they see it. */
export class TakenOverByHuman extends AppError {
  readonly code = 'taken_over_by_human';
  readonly kind = 'conflict';
}

/** The failure of a turn that a person has outrun. */
export function takenOver(): TakenOverByHuman {
  return new TakenOverByHuman('A person answers this conversation now. Your message is kept.');
}

/** A newer turn of the conversation began elsewhere, so this one could not commit. Its message is kept: send it again. */
export class TurnSuperseded extends AppError {
  readonly code = 'conversation_busy';
  readonly kind = 'conflict';
  override readonly retryable = true;
}

/** The failure of a turn that another one has outrun. */
export function superseded(): TurnSuperseded {
  return new TurnSuperseded('A newer message of this conversation came first. Send this one again.');
}

/** The customer or the end of the process stopped the turn. Its message is kept: send it again. */
export class TurnStopped extends AppError {
  readonly code = 'turn_stopped';
  readonly kind = 'conflict';
  override readonly retryable = true;
}

/** A newer message cut the turn and is answered together with this one. Sent again, this one gets that answer. */
export class TurnInterrupted extends AppError {
  readonly code = 'turn_interrupted';
  readonly kind = 'conflict';
  override readonly retryable = true;
}

/** A fault of ours in the middle of a turn. The cause is logged, the message is kept. */
export class TurnFailed extends AppError {
  readonly code = 'turn_failed';
  readonly kind = 'internal';
  override readonly retryable = true;
}

/** The process is shutting down and takes no new turns. */
export class ShuttingDown extends AppError {
  readonly code = 'shutting_down';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}
