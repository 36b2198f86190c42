import { type AgentResponse, type ChatMessage, type SessionEvent } from '@frontdesk/client';

/** The server told a client that what it missed is too much; it goes on after `lastSeq`. */
export interface ViewReset {
  readonly type: 'reset';
  readonly lastSeq: number;
}

/** What one client was told of a session, in the order in which it came, over all its connections. */
export interface TurnView {
  readonly name: string;
  /** The number after which it asked. */
  readonly after: number;
  /** The only turn it is told of, when that is so: the numbers between belong to others. Null or left out: everything. */
  readonly turnId?: string | null;
  readonly events: readonly (SessionEvent | ViewReset)[];
}

/** Everything about one session. */
export interface TurnLog {
  readonly sessionId: string;
  /** How its client speaks. */
  readonly kind: string;
  /** See `markerOf`. */
  readonly marker: string;
  /** What was acknowledged, in whatever form, and how often it had been sent. */
  readonly acknowledged: readonly { readonly clientMessageId: string; readonly attempts: number }[];
  /** What was returned as the answer to a message: a body, an ack, the end of a stream. */
  readonly answers: readonly (Pick<AgentResponse, 'messageId' | 'message'> & { readonly clientMessageId: string })[];
  /** One of them begins at 0 and was taken in the end. */
  readonly views: readonly TurnView[];
  /** The record in the end. */
  readonly history: readonly ChatMessage[];
  /** Of each message: when it was first sent, every moment its client heard something, when it was answered (ms). */
  readonly waits: readonly { readonly clientMessageId: string; readonly at: readonly number[] }[];
}

export type TurnRule =
  | 'foreign'
  | 'gap'
  | 'repeat'
  | 'wording'
  | 'disagreement'
  | 'history gap'
  | 'lost'
  | 'stored twice'
  | 'unanswered'
  | 'answered twice'
  | 'two answers'
  | 'untold'
  | 'unrecorded'
  | 'silence';

export function markerOf(session: string | number): string;

/**
 * What of the logs breaks a promise; nothing when all is well.
 * @param run.outages times at which nobody could have answered (ms, as in `waits`); they excuse silence
 */
export function checkTurns(run: {
  readonly logs: readonly TurnLog[];
  readonly outages?: readonly { readonly from: number; readonly to: number }[];
  /** Default 20 s. */
  readonly longestSilenceMs?: number;
}): {
  readonly findings: readonly { readonly rule: TurnRule; readonly sessionId: string; readonly detail: string }[];
  /** `longSilences`: waits in which a client heard nothing for more than 20 s. */
  readonly counts: Readonly<
    Record<
      | 'acknowledged'
      | 'stored'
      | 'answered'
      | 'replies'
      | 'events'
      | 'resets'
      | 'errors'
      | 'sentAgain'
      | 'longSilences',
      number
    >
  >;
  /** The longest silence that one kind of client met. */
  readonly silenceMs: Readonly<Record<string, number>>;
};
