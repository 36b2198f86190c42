import { z } from 'zod';
import { type LookUpDescription, USER_ID } from '../../config/look-up-schema.js';
import { type CustomerRecord } from '../contract/customer-record.js';
import { requireAccess, verifiedUserId } from '../contract/customer-access.js';
import { fromZod } from '../contract/from-zod.js';
import { type ToolInputSchema } from '../contract/tool-input-schema.js';
import { type ToolSettings } from '../contract/tool-settings.js';
import { type CallableTool, type ToolContext } from '../contract/tool.js';
import { type CompanySystem } from './company-system.js';
import { customerRecords } from './customer-records.js';
import { type LookUpValues } from './look-up-url.js';

/** Longest value that goes into an address, characters. */
export const MAX_VALUE = 200;

/**
 * One look-up of the file, as a tool: `crm_order_status`. It finds records of the customer of the call and of nobody else, unless the
 * file says that the look-up is for anyone. What does not exist and what is another customer's look alike: no record.
 * Throws CustomerNotVerified, LookUpUnavailable, LookUpRefused, LookUpUnreadable.
 */
export class LookUp implements CallableTool<LookUpValues, readonly CustomerRecord[]> {
  readonly name: string;
  readonly description: string;
  readonly group = 'crm';
  readonly settings: Partial<ToolSettings>;
  readonly inputSchema: ToolInputSchema<LookUpValues>;

  constructor(
    private readonly system: CompanySystem,
    readonly asks: LookUpDescription,
  ) {
    this.name = `${system.name}_${asks.name}`;
    this.description = asks.description;
    this.settings = { timeoutMs: system.timeoutMs, concurrent: 16, waiting: 64 };
    const needs = asks.needs.map(({ name, pattern, description }) => {
      const value = z.string().max(MAX_VALUE).regex(pattern);
      return [name, description === undefined ? value : value.describe(description)] as const;
    });
    this.inputSchema = fromZod<LookUpValues>(z.strictObject(Object.fromEntries(needs)));
  }

  async run(values: LookUpValues, context: ToolContext): Promise<readonly CustomerRecord[]> {
    const { access } = this.asks;
    requireAccess(access, this.name, context);
    const userId = access === 'anyone' ? undefined : verifiedUserId(context);
    const all = userId === undefined ? values : { ...values, [USER_ID]: userId };
    return this.system.cached([this.name, userId ?? null, values], async () => {
      const answer = await this.system.get(this.asks, all, context.signal);
      return answer === undefined
        ? []
        : customerRecords(this.name, this.asks, values, answer, userId === undefined ? 'anyone' : { userId });
    });
  }
}
