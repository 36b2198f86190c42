import { type AppError } from '../../common/app-error.js';
import { type Citation } from '../../conversation/citation.js';
import { type EscalationRecord } from '../../conversation/turn-record.js';
import { type AgentResponse } from './agent-response.js';

/**
 * What a turn tells while it runs, in this order: start, status*, sources?, escalation?, text*, then complete or error. The order is
 * loose in two cases: a model that looks something up tells a `status` between texts, and an answer that turns out not to hold is
 * taken back by a `text` with `replace`, before which an `escalation` may come. The deltas since the last `replace` are the text.
 */
export type TurnEventBody =
  | { readonly type: 'start'; readonly messageId: string; readonly messageSeq: number }
  | { readonly type: 'status'; readonly stage: 'searching' }
  | { readonly type: 'status'; readonly stage: 'looking_up'; readonly tool: string }
  | { readonly type: 'sources'; readonly sources: readonly Citation[] }
  | (EscalationRecord & { readonly type: 'escalation'; readonly ticketId: string })
  | { readonly type: 'text'; readonly delta: string; readonly replace?: true }
  | { readonly type: 'complete'; readonly response: AgentResponse }
  | { readonly type: 'error'; readonly error: AppError };

/** `seq` numbers the events of a session from 1, without gaps, over all its turns. */
export type TurnEvent = TurnEventBody & {
  readonly id: string;
  readonly seq: number;
  readonly sessionId: string;
  readonly turnId: string;
  readonly at: string;
};
