import { type SummaryInput } from '../contract/tool-inputs.js';
import { type Tool } from '../contract/tool.js';
import { summarise } from './summarise.js';

/** Shortens what no longer fits into the window of a turn, without a model. Never throws. */
export class ConversationSummaryTool implements Tool<SummaryInput, string> {
  readonly name = 'conversation_summary';
  readonly group = 'memory';
  readonly description = 'Shortens the oldest part of a long conversation to its essence.';

  async run(input: SummaryInput): Promise<string> {
    return summarise(input);
  }
}
