import { Module } from '@nestjs/common';
import { type AppConfig } from '../../config/app-config.js';
import { APP_CONFIG } from '../../config/config.module.js';
import { type ToolFolder } from '../contract/tool-folder.js';
import { ESCALATION_TOOL, HANDOFF_TOOL } from '../contract/tool-tokens.js';
import { EscalationTool } from './escalation.tool.js';
import { HandoffTool } from './handoff.tool.js';

/** The need for a person, and what that person needs, as tools. */
@Module({
  providers: [
    {
      provide: ESCALATION_TOOL,
      inject: [APP_CONFIG],
      useFactory: (config: AppConfig): EscalationTool => new EscalationTool(config.escalation),
    },
    {
      provide: HANDOFF_TOOL,
      inject: [APP_CONFIG],
      useFactory: (config: AppConfig): HandoffTool => new HandoffTool(config.escalation.businessHours),
    },
  ],
  exports: [ESCALATION_TOOL, HANDOFF_TOOL],
})
class EscalationModule {}

export const escalation: ToolFolder = { module: EscalationModule, tools: [ESCALATION_TOOL, HANDOFF_TOOL] };
