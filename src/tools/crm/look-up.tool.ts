import { type CustomerRecord } from '../contract/customer-record.js';
import { type ToolRunner } from '../contract/run-tool.js';
import { type LookUpInput } from '../contract/tool-inputs.js';
import { type ToolSettings } from '../contract/tool-settings.js';
import { type Tool, type ToolContext } from '../contract/tool.js';
import { askedLookUps } from './asked-look-ups.js';
import { MAX_RECORDS } from './customer-records.js';
import { LookUpUnavailable } from './look-up.errors.js';
import { type LookUp } from './look-up.js';

/**
 * Looks up what a message asks about before an answer is made, without any model: at most three look-ups side by side, each called
 * through the runner with its own time, repeats and circuit. Throws LookUpUnavailable when nothing was found and one failed.
 */
export class LookUpTool implements Tool<LookUpInput, readonly CustomerRecord[]> {
  readonly name = 'look_up';
  readonly description = "Looks up orders, accounts and the like of the customer in the company's own systems.";
  readonly group = 'crm';
  readonly settings: Partial<ToolSettings>;

  constructor(
    private readonly lookUps: readonly LookUp[],
    private readonly runner: Pick<ToolRunner, 'run'>,
  ) {
    // The look-ups have their own limits; those of this tool must not undercut them, nor shut out a sound system for a broken one.
    this.settings = { timeoutMs: 60_000, attempts: 1, breaker: { failures: Number.MAX_SAFE_INTEGER, openMs: 1000 } };
  }

  async run(input: LookUpInput, context: ToolContext): Promise<readonly CustomerRecord[]> {
    const calls = askedLookUps(this.lookUps, input, context);
    if (calls.length === 0) return [];
    const outcomes = await Promise.all(calls.map(({ lookUp, values }) => this.runner.run(lookUp, values, context)));
    const records = outcomes.flatMap((outcome) => (outcome.status === 'ok' ? outcome.value : []));
    if (records.length === 0 && outcomes.some(({ status }) => status === 'failed')) {
      throw new LookUpUnavailable('No system that was asked gave an answer.');
    }
    return records.slice(0, MAX_RECORDS);
  }
}
