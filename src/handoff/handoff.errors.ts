import { AppError } from '../common/app-error.js';

/** Another person has this conversation. */
export class TicketTaken extends AppError {
  readonly code = 'ticket_taken';
  readonly kind = 'conflict';
}

/** Only the person who has claimed a ticket may do this; the caller has not. */
export class TicketNotYours extends AppError {
  readonly code = 'ticket_not_yours';
  readonly kind = 'conflict';
}

/** A step that a ticket's status or handoff state does not allow; the message says which one does. */
export class TicketMoveImpossible extends AppError {
  readonly code = 'ticket_move_impossible';
  readonly kind = 'conflict';
}

/** The ticket was changed since the caller read it. */
export class TicketChanged extends AppError {
  readonly code = 'conflict';
  readonly kind = 'conflict';
}

/** The same client message id came with another body. */
export class ClientMessageIdReused extends AppError {
  readonly code = 'idempotency_key_reused';
  readonly kind = 'unprocessable';
}
