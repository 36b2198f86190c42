import { type AppError } from '../../common/app-error.js';
import { type EscalationReason } from '../../common/escalation-reason.js';
import { type Citation } from '../../conversation/citation.js';
import { type AgentResponse } from './agent-response.js';

/** What a turn tells while it runs, in this order: start, status*, sources?, escalation?, text*, then complete or error. */
export type TurnEventBody =
  | { readonly type: 'start'; readonly messageId: string; readonly messageSeq: number }
  | { readonly type: 'status'; readonly stage: 'searching' }
  | { readonly type: 'sources'; readonly sources: readonly Citation[] }
  | {
      readonly type: 'escalation';
      readonly reasons: readonly EscalationReason[];
      readonly confidence: number;
      readonly ticketId: string;
    }
  | { readonly type: 'text'; readonly delta: string }
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
