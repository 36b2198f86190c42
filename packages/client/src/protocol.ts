/** Everything that goes over the wire between a desk and its clients. Types only: the desk imports them too. Times are ISO 8601. */

/** RFC 9457 body of a failure. `code` is stable; `retryable` says whether sending the very same again can help. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly code: string;
  readonly requestId?: string;
  readonly retryable: boolean;
  /** Seconds after which sending the same again can help, as far as that is known; over REST also the header `Retry-After`. */
  readonly retryAfter?: number;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

/** Answer to everything a client sends. */
export type Ack<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: Problem };

/** A passage that an answer quotes. The answer's text carries its `[index]` marker. */
export interface Citation {
  /** From 1, in order of first appearance in the text. */
  readonly index: number;
  readonly documentId: string;
  readonly chunkId: string;
  readonly title: string;
  readonly url?: string;
  /** Verbatim words of the passage. */
  readonly quote: string;
  /** Calibrated 0..1. */
  readonly score: number;
  readonly support: 'supported' | 'partial' | 'unsupported';
}

/** One message of a conversation. `seq` counts its messages from 1, without gaps. */
export interface ChatMessage {
  readonly messageId: string;
  readonly seq: number;
  readonly role: 'customer' | 'agent' | 'human' | 'system';
  readonly message: string;
  readonly clientMessageId: string | null;
  /** Who of the company wrote it, when a person did. */
  readonly authorName: string | null;
  readonly sources: readonly Citation[];
  readonly createdAt: string;
}

/** Why a person was, or in shadow mode would have been, brought in. */
export interface Escalation {
  readonly reasons: readonly string[];
  /** Of the strongest reason, 0..1. */
  readonly confidence: number;
  /** For each reason what spoke for it, by a stable code. */
  readonly explanation: readonly { readonly reason: string; readonly confidence: number; readonly evidence: string }[];
}

/** The answer to one message, the same over every transport. */
export interface AgentResponse {
  readonly messageId: string;
  readonly sessionId: string;
  /** Empty when a person answers. */
  readonly message: string;
  /** `human`: the message is stored, a person of the company answers it; there is no answer of the agent. */
  readonly handledBy: 'agent' | 'human';
  readonly sources: readonly Citation[];
  readonly requiresEscalation: boolean;
  readonly escalation?: Escalation & { readonly ticketId: string };
  readonly confidence: number;
  readonly grounding: {
    readonly score: number;
    readonly supportedSentences: number;
    readonly totalSentences: number;
  };
  readonly toolsUsed: readonly string[];
  readonly processingTimeMs: number;
  readonly metadata: {
    readonly requestId: string;
    readonly messageCount: number;
    readonly turnId: string;
    readonly hasContext: boolean;
    readonly factsExtracted: number;
    readonly sessionStore: string;
    readonly model: string;
    readonly usage?: {
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly costUsd: number | null;
      readonly steps: number;
      readonly toolCalls: number;
      readonly prompt: string;
    };
    /** What the desk had to do without. */
    readonly degraded: readonly string[];
    readonly openCircuits: readonly string[];
    readonly sentiment: 'negative' | 'neutral' | 'positive';
    readonly wouldEscalate?: Escalation;
    readonly resumed: boolean;
  };
}

/** Where a conversation is on its way to a person and back. */
export type HandoffState =
  'none' | 'requested' | 'queued' | 'assigned' | 'active' | 'returned' | 'cancelled' | 'timed_out';

/** What a customer is told of it. */
export interface Handoff {
  readonly state: HandoffState;
  readonly ticketId: string;
  /** What people call the ticket. */
  readonly number: number;
  readonly reasons: readonly string[];
  /** Name of the person who has taken over; null: nobody has. */
  readonly agentName: string | null;
}

/**
 * What every numbered event carries. `seq` numbers the events of a session from 1, without gaps; an event that stands for several
 * (deltas joined into one) covers `fromSeq` to `seq`. An event is new when its `seq` is above the last one seen, and events were
 * missed when `fromSeq ?? seq` is above the last one plus 1.
 */
export interface EventEnvelope {
  /** `<sessionId>:<seq>`. */
  readonly id: string;
  readonly seq: number;
  readonly fromSeq?: number;
  readonly sessionId: string;
  readonly turnId?: string;
  readonly at: string;
}

/** What a turn tells, in this order: start, status*, sources?, escalation?, text*, then complete or error. */
export type TurnEventBody =
  /** `messages` are the customer's messages that this turn answers, oldest first; the last one is `messageId`. */
  | {
      readonly type: 'start';
      readonly messageId: string;
      readonly messageSeq: number;
      readonly messages: readonly ChatMessage[];
    }
  | { readonly type: 'status'; readonly stage: 'searching' }
  | { readonly type: 'status'; readonly stage: 'looking_up'; readonly tool: string }
  | { readonly type: 'sources'; readonly sources: readonly Citation[] }
  | (Escalation & { readonly type: 'escalation'; readonly ticketId: string })
  /** `replace`: what was told of this turn's text before is void. */
  | { readonly type: 'text'; readonly delta: string; readonly replace?: true }
  | { readonly type: 'complete'; readonly response: AgentResponse }
  | { readonly type: 'error'; readonly error: Problem };

export type TurnEvent = EventEnvelope & { readonly turnId: string } & TurnEventBody;

/** A message that no turn tells of: of a person, of the system, or of a customer whom a person answers. */
export type MessageCreatedEvent = EventEnvelope & { readonly type: 'message.created'; readonly message: ChatMessage };

export type HandoffUpdatedEvent = EventEnvelope & { readonly type: 'handoff.updated'; readonly handoff: Handoff };

/** Every numbered event of a session. */
export type SessionEvent = TurnEvent | MessageCreatedEvent | HandoffUpdatedEvent;

/** Who writes at this moment. Not numbered, not repeated: it is over after `TYPING_MS` without another one. */
export interface Typing {
  readonly sessionId: string;
  readonly who: 'customer' | 'human';
  readonly name: string | null;
  readonly on: boolean;
}

/** Who is there, over all instances. */
export interface Presence {
  readonly sessionId: string;
  readonly customerOnline: boolean;
  /** Persons of the company who are online at all. */
  readonly operatorsOnline: number;
}

export interface SendMessage {
  readonly message: string;
  /** The same id is the same message, however often it is sent. */
  readonly clientMessageId: string;
  readonly attachmentIds?: readonly string[];
  readonly onBusy?: 'queue' | 'reject' | 'interrupt';
}

/** The message is stored; what comes of it follows as events. */
export interface MessageAccepted {
  readonly messageId: string;
  readonly messageSeq: number;
  /** Null when a person answers. */
  readonly turnId: string | null;
  readonly handledBy: 'agent' | 'human';
  /** It had been answered before: here is that answer, told to nobody else. */
  readonly response?: AgentResponse;
}

/** What follows `afterSeq` was sent as events before this answer; `reset`: too much to send, read the history instead. */
export interface Synced {
  readonly lastSeq: number;
  readonly reset: boolean;
}

type Answer<T> = (ack: Ack<T>) => void;

/** Namespace `/chat`: what a customer's client sends. `auth: {token, lastSeq?}`. */
export interface ChatClientEvents {
  'message.send': (body: SendMessage, answer: Answer<MessageAccepted>) => void;
  'turn.stop': (body: Record<string, never>, answer: Answer<{ stopped: boolean }>) => void;
  typing: (body: { on: boolean }, answer: Answer<Record<string, never>>) => void;
  sync: (body: { afterSeq: number }, answer: Answer<Synced>) => void;
  'handoff.request': (body: { reason?: string; note?: string }, answer: Answer<Handoff>) => void;
  'auth.refresh': (body: { token: string }, answer: Answer<{ expiresAt: string }>) => void;
}

/** What both namespaces send of a session. */
export interface SessionServerEvents {
  event: (event: TurnEvent) => void;
  'message.created': (event: MessageCreatedEvent) => void;
  'handoff.updated': (event: HandoffUpdatedEvent) => void;
  /** What follows the client's `lastSeq` is too old to be sent: read the history, then go on from `lastSeq`. */
  'sync.reset': (reset: { sessionId: string; lastSeq: number }) => void;
  presence: (presence: Presence) => void;
  typing: (typing: Typing) => void;
  'system.degraded': (state: { mode: string; missing: readonly string[] }) => void;
  'system.recovered': (state: { mode: string }) => void;
  /** The credential is no longer good; the connection is closed after this. */
  'auth.expired': (problem: Problem) => void;
}

export type ChatServerEvents = SessionServerEvents;

/** A ticket as the people of the desk see it. */
export interface Ticket {
  readonly ticketId: string;
  readonly number: number;
  readonly sessionId: string;
  readonly status: 'new' | 'open' | 'pending' | 'on_hold' | 'solved' | 'closed';
  readonly priority: 'low' | 'normal' | 'high' | 'urgent';
  readonly reasons: readonly string[];
  readonly handoffState: HandoffState;
  readonly assignee: { readonly operatorId: string; readonly name: string } | null;
  readonly summary: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Namespace `/console`: what a person's client sends. `auth: {apiKey, name?}`. */
export interface ConsoleClientEvents {
  'ticket.claim': (body: { ticketId: string }, answer: Answer<{ ticket: Ticket; seq: number }>) => void;
  'ticket.release': (
    body: { ticketId: string; status?: 'open' | 'pending' | 'solved'; note?: string },
    answer: Answer<{ ticket: Ticket; seq: number }>,
  ) => void;
  'message.send': (
    body: { sessionId: string; message: string; clientMessageId: string },
    answer: Answer<{ messageId: string; messageSeq: number; seq: number }>,
  ) => void;
  typing: (body: { sessionId: string; on: boolean }, answer: Answer<Record<string, never>>) => void;
  /** Follows a session's events from after `afterSeq` on (default: from now on). */
  watch: (body: { sessionId: string; afterSeq?: number }, answer: Answer<Synced>) => void;
  unwatch: (body: { sessionId: string }, answer: Answer<Record<string, never>>) => void;
}

export interface ConsoleServerEvents extends SessionServerEvents {
  /** To every console, on every instance. */
  'ticket.updated': (ticket: Ticket) => void;
}
