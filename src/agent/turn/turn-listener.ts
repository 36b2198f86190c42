import { type MessageAccepted, type SessionEvent } from '@frontdesk/client';

/** Who hears what becomes of a message. */
export interface TurnListener {
  /** The message is stored; comes first, and once. */
  readonly accepted: (accepted: MessageAccepted) => void;
  /** Each event of the turn, numbered, after everybody else could hear it too. */
  readonly event: (event: SessionEvent) => void;
}

/** What ends a turn early. */
export interface TurnCuts {
  /** At any time, also while it waits for its session; the message may not be stored then. */
  readonly stop: AbortSignal;
  /** Only once the message is stored. */
  readonly answering: AbortSignal;
}
