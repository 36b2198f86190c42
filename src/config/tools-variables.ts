import { z } from 'zod';
import { flag, wholeNumber } from './env-values.js';
import { type EnvValue, optionalVariable, variable } from './env-variable.js';

/** What a deployment may change of how one tool is called; the names are those of `ToolSettings`. */
const settingsOfTool = z.strictObject({
  timeoutMs: z.int().min(10).max(120_000).optional(),
  attempts: z.int().min(1).max(10).optional(),
  retryPauseMs: z.strictObject({ first: z.int().min(1).max(60_000), most: z.int().min(1).max(60_000) }).optional(),
  concurrent: z.int().min(1).max(10_000).optional(),
  waiting: z.int().min(0).max(100_000).optional(),
  breaker: z.strictObject({ failures: z.int().min(1).max(1000), openMs: z.int().min(10).max(3_600_000) }).optional(),
});

/** Settings by name of tool. */
const settingsByTool = z.record(z.string().regex(/^[a-z][a-z0-9_]{0,62}$/), settingsOfTool);

export type SettingsByTool = z.infer<typeof settingsByTool>;

function settingsJson(): EnvValue<SettingsByTool> {
  return {
    schema: z
      .string()
      .transform((value, context) => {
        try {
          return JSON.parse(value) as unknown;
        } catch {
          context.addIssue('no JSON');
          return z.NEVER;
        }
      })
      .pipe(settingsByTool),
    expects:
      'JSON with settings by name of tool, such as {"knowledge_search":{"timeoutMs":2000,"attempts":2,"breaker":{"failures":5,"openMs":10000}}}',
  };
}

const enabled = (what: string) =>
  variable(flag(), { section: 'Tools', default: 'true', description: `Whether the agent ${what}.` });

/** Which tools the agent has, and how they are called. */
export const toolsVariables = {
  ENABLE_RAG_TOOL: enabled('searches the help pages'),
  ENABLE_MEMORY_TOOL: enabled('remembers what customers tell of themselves, and summarises long conversations'),
  ENABLE_ATTACHMENT_TOOL: enabled('takes files and reads them'),
  ENABLE_ESCALATION_TOOL: enabled(
    'notices by itself when a person should take over; asking for one by button always works',
  ),
  ENABLE_CRM_TOOL: enabled('looks things up in the systems that TOOLS_FILE describes'),
  AGENT_MAX_RETRIES: variable(wholeNumber(0, 9), {
    section: 'Tools',
    default: '1',
    description:
      'How often a call of a tool that failed in passing is made again, unless TOOL_SETTINGS says otherwise.',
  }),
  TOOL_TIMEOUT_MS: variable(wholeNumber(10, 120_000), {
    section: 'Tools',
    default: '5000',
    description:
      'Longest wait for one attempt of a tool, in milliseconds, unless the tool has its own or TOOL_SETTINGS says otherwise. A turn may wait less.',
  }),
  TOOL_SETTINGS: optionalVariable(settingsJson(), {
    section: 'Tools',
    otherwise: 'every tool is called as its own settings say',
    description: 'Changes how single tools are called: their time, attempts, calls at once and circuit.',
    example: '{"crm_order_status":{"timeoutMs":1500}}',
  }),
};
