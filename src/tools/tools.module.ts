import { Module } from '@nestjs/common';
import { ToolRunnerModule } from './contract/tool-runner.module.js';
import { EscalationModule } from './escalation/escalation.module.js';
import { MemoryModule } from './memory/memory.module.js';
import { RagModule } from './rag/rag.module.js';

/** All tools and the runner that calls them. A new tool is a folder and a line here. */
@Module({
  imports: [ToolRunnerModule, RagModule, MemoryModule, EscalationModule],
  exports: [ToolRunnerModule, RagModule, MemoryModule, EscalationModule],
})
export class ToolsModule {}
