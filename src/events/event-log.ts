import { Inject } from '@nestjs/common';
import { type NewEvent, type SessionEvent } from './session-event.js';

/** Events kept of one session, and how long after its last one. What is older comes from the record. */
export const TAIL_EVENTS = 2000;
export const TAIL_TTL_MS = 3_600_000;

export interface AppendRequest {
  readonly sessionId: string;
  /** Numbered in this order, without a gap between them. None: only the epoch is raised. */
  readonly events: readonly NewEvent[];
  /** The record's last number: the first event gets a higher one, whatever the log remembers. */
  readonly floor: number;
  /**
   * The conversation's epoch that the writer holds: `fenced`, and nothing written, when the log has seen a higher one; raises it
   * otherwise. Null: a writer that no epoch binds.
   */
  readonly epoch: number | null;
}

export type AppendResult =
  { readonly status: 'appended'; readonly events: readonly SessionEvent[] } | { readonly status: 'fenced' };

/** Told of a session's events as they are appended, on any instance. */
export interface TailListener {
  /** In the order of their numbers as far as the log can; the listener checks. Never the promise of every event. */
  readonly onEvents: (events: readonly SessionEvent[]) => void;
  /** Events may have been missed: read again. */
  readonly onGap: () => void;
}

/**
 * The tail of what each session was told, shared by all instances: numbers events, fences writers whose epoch is over, tells who
 * listens. Not the record: it may lose everything, at any time.
 *
 * Numbers: `append` gives max(last number of the log, `floor`) + 1 and on, atomically, and tells listeners.
 */
export interface EventLog {
  /** Begins to connect; resolves also when the log is out of reach, it goes on trying by itself. */
  open(): Promise<void>;

  /** @throws EventLogUnavailable: nothing is known of what became of the events; a repeat may write them twice */
  append(request: AppendRequest): Promise<AppendResult>;

  /**
   * The kept events with numbers above `afterSeq`, oldest first, at most `limit`; may begin later than `afterSeq` + 1 and have
   * holes. `lastSeq` is the last number the log gave, 0 for none.
   * @throws EventLogUnavailable
   */
  read(
    sessionId: string,
    afterSeq: number,
    limit: number,
  ): Promise<{ readonly events: readonly SessionEvent[]; readonly lastSeq: number }>;

  /**
   * Listens until the returned function is called. Resolves when events appended from now on are told, or the log is away (then onGap
   * follows its return). Some that were appended just before may be told as well.
   */
  listen(sessionId: string, listener: TailListener): Promise<() => void>;

  /** Forgets a session that was deleted, its fence too. @throws EventLogUnavailable */
  forget(sessionId: string): Promise<void>;

  close(): Promise<void>;
}

/** Provider token of the one EventLog of the process. */
export const EVENT_LOG = Symbol('EVENT_LOG');

/** Injects the EventLog. */
export const InjectEventLog = (): ParameterDecorator => Inject(EVENT_LOG);
