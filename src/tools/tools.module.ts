import { type FactoryProvider, Logger, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { type AppConfig } from '../config/app-config.js';
import { APP_CONFIG } from '../config/config.module.js';
import { ToolRunner } from './contract/run-tool.js';
import { type ToolFolder } from './contract/tool-folder.js';
import { ToolRegistryLifecycle } from './contract/tool-registry.lifecycle.js';
import { ToolRegistry } from './contract/tool-registry.js';
import { toolRules } from './contract/tool-rules.js';
import { ToolRunnerModule } from './contract/tool-runner.module.js';
import { type Tool, type ToolSource } from './contract/tool.js';
import { ToolsHealth } from './contract/tools.health.js';
import { attachment } from './attachment/attachment.module.js';
import { crm } from './crm/crm.module.js';
import { escalation } from './escalation/escalation.module.js';
import { mcp } from './mcp/mcp.module.js';
import { memory } from './memory/memory.module.js';
import { rag } from './rag/rag.module.js';

/** All tools. A new one is a folder and a line here. */
const FOLDERS: readonly ToolFolder[] = [rag, memory, attachment, escalation, crm, mcp];

const modules = FOLDERS.map(({ module }) => module);
const toolTokens = FOLDERS.flatMap(({ tools = [] }) => tools);
const sourceTokens = FOLDERS.flatMap(({ sources = [] }) => sources);

const registry: FactoryProvider<ToolRegistry> = {
  provide: ToolRegistry,
  inject: [ToolRunner, APP_CONFIG, ...toolTokens, ...sourceTokens],
  useFactory: (runner: ToolRunner, config: AppConfig, ...registered: unknown[]) => {
    const tools = registered.slice(0, toolTokens.length) as Tool<never, unknown>[];
    const sources = registered.slice(toolTokens.length).flat() as ToolSource[];
    const logger = new Logger(ToolRegistry.name);
    return new ToolRegistry({ tools, sources }, runner, toolRules(config.tools), (notice) => {
      logger.warn(notice);
    });
  },
};

/** The tools, the runner that calls them and the registry that knows how they are. */
@Module({
  imports: [ToolRunnerModule, TerminusModule, ...modules],
  providers: [registry, ToolRegistryLifecycle, ToolsHealth],
  exports: [ToolRunnerModule, ToolRegistry, ToolsHealth, ...modules],
})
export class ToolsModule {}
