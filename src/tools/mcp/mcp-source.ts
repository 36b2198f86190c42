import { type McpServerDescription } from '../../config/mcp-server-schema.js';
import { type CallableTool, type ToolSource } from '../contract/tool.js';
import { McpConnection } from './mcp-connection.js';
import { mcpTool } from './mcp-tool.js';

/** A tool that the file allows and that can't be offered: its server has none of that name, or says nothing usable of its input. */
export interface McpNotice {
  readonly event: 'mcp_tool_missing' | 'mcp_tool_unusable';
  readonly server: string;
  readonly tool: string;
}

/** The allowed tools of one MCP server. A server that is away is a source that fails to open, and is opened later. */
export class McpSource implements ToolSource {
  readonly name: string;
  readonly group = 'crm';
  private readonly connection: McpConnection;

  constructor(
    private readonly server: McpServerDescription,
    private readonly notice: (notice: McpNotice) => void,
  ) {
    this.name = server.name;
    this.connection = new McpConnection(server);
  }

  async open(): Promise<readonly CallableTool[]> {
    const definitions = await this.connection.definitions();
    return this.server.tools.flatMap((allowed) => {
      const definition = definitions.find(({ name }) => name === allowed.name);
      const tool = definition && mcpTool(this.connection, this.server, allowed, definition);
      if (!tool) {
        const event = definition ? 'mcp_tool_unusable' : 'mcp_tool_missing';
        this.notice({ event, server: this.name, tool: allowed.name });
      }
      return tool ?? [];
    });
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
