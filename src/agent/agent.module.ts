import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { LlmModule } from '../llm/llm.module.js';
import { SessionModule } from '../session/session.module.js';
import { ToolsModule } from '../tools/tools.module.js';
import { Agent } from './agent.js';
import { AgentLifecycle } from './agent.lifecycle.js';
import { RunningTurns } from './running-turns.js';
import { turnPortsProviders } from './turn-ports.provider.js';

@Module({
  imports: [SessionModule, ConversationModule, LlmModule, ToolsModule],
  providers: [...turnPortsProviders, RunningTurns, Agent, AgentLifecycle],
  exports: [Agent],
})
export class AgentModule {}
