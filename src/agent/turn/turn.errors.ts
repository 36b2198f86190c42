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

/** The customer stopped the turn. Its message is kept: send it again. */
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

/** The process is shutting down: it takes no new turns, and leaves those that did not end in time to others. */
export class ShuttingDown extends AppError {
  readonly code = 'shutting_down';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

/** The refusal of a message that came too late, or was not answered in time. */
export function shuttingDown(): ShuttingDown {
  return new ShuttingDown('The server is shutting down. Send the message again in a moment.', { retryAfterSeconds: 1 });
}

/** More messages come than this process can answer. Nothing was stored, and the message's own id stays unused. */
export class Overloaded extends AppError {
  readonly code = 'overloaded';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

/** Those who are refused are told times that differ, in seconds, so that they do not all come back at once. */
const RETRY_AFTER = { least: 1, most: 5 };

/** The refusal of a message for which there is no room. `random`: from 0 to 1, without 1. */
export function overloaded(random: number): Overloaded {
  const { least, most } = RETRY_AFTER;
  const retryAfterSeconds = least + Math.floor(random * (most - least + 1));
  return new Overloaded(
    `More messages come in than can be answered. Nothing was stored: send it again in ${retryAfterSeconds} s.`,
    { retryAfterSeconds },
  );
}
