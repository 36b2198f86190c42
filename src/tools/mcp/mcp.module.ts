import { Logger, Module } from '@nestjs/common';
import { type AppConfig } from '../../config/app-config.js';
import { APP_CONFIG } from '../../config/config.module.js';
import { domainToolsOf } from '../../config/domain-tools-file.js';
import { type ToolFolder } from '../contract/tool-folder.js';
import { McpSource } from './mcp-source.js';

/** One for each MCP server of the tools file: `readonly ToolSource[]`. */
const MCP_SOURCES = Symbol('MCP_SOURCES');

function mcpSources(config: AppConfig): McpSource[] {
  const logger = new Logger(McpSource.name);
  return domainToolsOf(config).mcpServers.map(
    (server) =>
      new McpSource(server, (notice) => {
        logger.warn(notice);
      }),
  );
}

/** Tools of other servers, as the tools file allows them. */
@Module({
  providers: [{ provide: MCP_SOURCES, inject: [APP_CONFIG], useFactory: mcpSources }],
  exports: [MCP_SOURCES],
})
class McpModule {}

export const mcp: ToolFolder = { module: McpModule, sources: [MCP_SOURCES] };
