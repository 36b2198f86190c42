import { Module } from '@nestjs/common';
import { ESCALATION_TOOL } from '../contract/tool-tokens.js';
import { EscalationTool } from './escalation.tool.js';

/** The need for a person, as a tool. */
@Module({
  providers: [{ provide: ESCALATION_TOOL, useFactory: (): EscalationTool => new EscalationTool() }],
  exports: [ESCALATION_TOOL],
})
export class EscalationModule {}
