import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { EventsModule } from '../events/events.module.js';
import { LlmModule } from '../llm/llm.module.js';
import { SessionModule } from '../session/session.module.js';
import { ToolsModule } from '../tools/tools.module.js';
import { Agent } from './agent.js';
import { AgentLifecycle } from './agent.lifecycle.js';
import { RunningTurns } from './running-turns.js';
import { TurnAdmission } from './turn-admission.js';
import { TurnRescue } from './turn-rescue.js';
import { TurnRescueLifecycle } from './turn-rescue.lifecycle.js';
import { turnPortsProviders } from './turn-ports.provider.js';

@Module({
  imports: [SessionModule, ConversationModule, EventsModule, LlmModule, ToolsModule],
  providers: [
    ...turnPortsProviders,
    RunningTurns,
    TurnAdmission,
    Agent,
    AgentLifecycle,
    TurnRescue,
    TurnRescueLifecycle,
  ],
  exports: [Agent, TurnAdmission],
})
export class AgentModule {}
