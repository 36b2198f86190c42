// An MCP server on standard input and output, as TOOLS_FILE may name a command.
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { mcpToolServer } from './mcp-tools.mjs';

await mcpToolServer().connect(new StdioServerTransport());
