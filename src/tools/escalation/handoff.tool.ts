import { type BusinessHours } from '../../config/escalation-config.js';
import { type HandoffInput, type HandoffNote } from '../contract/tool-inputs.js';
import { type Tool } from '../contract/tool.js';
import { openingAt } from './handoff/opening.js';
import { priorityOf } from './handoff/priority.js';
import { replyOf } from './handoff/reply-of.js';
import { handoffSummary } from './handoff/summary.js';

/** Writes what a person needs to take over, and what the customer is told. Never throws; always on, as a ticket is made in any case. */
export class HandoffTool implements Tool<HandoffInput, HandoffNote> {
  readonly name = 'handoff';
  readonly description = 'Writes what a person needs to take over a conversation.';

  constructor(private readonly hours: BusinessHours | null = null) {}

  async run(input: HandoffInput): Promise<HandoffNote> {
    const opening = this.hours && openingAt(this.hours, input.at);
    return {
      summary: handoffSummary(input),
      priority: priorityOf(input.signal),
      reply: replyOf(opening),
      availability: opening?.state ?? 'unknown',
    };
  }
}
