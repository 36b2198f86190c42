import { type EnvironmentValues } from './env.schema.js';
import { type SettingsByTool } from './tools-variables.js';

/** The groups of tools that can be switched off. */
export type ToolGroup = 'rag' | 'memory' | 'attachment' | 'escalation' | 'crm';

/** Which tools the agent has, and how they are called. */
export interface ToolsConfig {
  readonly enabled: Readonly<Record<ToolGroup, boolean>>;
  /** Attempts of a call in all, for tools that say nothing themselves. */
  readonly attempts: number;
  /** Longest wait for one attempt, ms, for tools that say nothing themselves. */
  readonly timeoutMs: number;
  readonly settings: SettingsByTool;
}

/** The tools' part of the configuration. */
export function toolsConfig(values: EnvironmentValues): ToolsConfig {
  return {
    enabled: {
      rag: values.ENABLE_RAG_TOOL,
      memory: values.ENABLE_MEMORY_TOOL,
      attachment: values.ENABLE_ATTACHMENT_TOOL,
      escalation: values.ENABLE_ESCALATION_TOOL,
      crm: values.ENABLE_CRM_TOOL,
    },
    attempts: values.AGENT_MAX_RETRIES + 1,
    timeoutMs: values.TOOL_TIMEOUT_MS,
    settings: values.TOOL_SETTINGS ?? {},
  };
}
