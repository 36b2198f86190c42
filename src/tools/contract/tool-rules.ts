import { type ToolsConfig } from '../../config/tools-config.js';
import { type ToolSettings } from './tool-settings.js';
import { type Tool } from './tool.js';

/** What a deployment says about its tools. */
export interface ToolRules {
  /** Whether a tool may be used. */
  readonly isEnabled: (tool: Pick<Tool<never, unknown>, 'group'>) => boolean;
  /** Settings of tools that say nothing themselves. */
  readonly defaults: Partial<ToolSettings>;
  /** What differs from the settings of one tool, by its name. */
  readonly settingsOf: (tool: string) => Partial<ToolSettings>;
}

/** What the configuration says about tools. */
export function toolRules({ enabled, attempts, timeoutMs, settings }: ToolsConfig): ToolRules {
  return {
    isEnabled: ({ group }) => group === undefined || enabled[group],
    defaults: { attempts, timeoutMs },
    settingsOf: (tool) => settings[tool] ?? {},
  };
}
