import { type McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';

/** An MCP server with tools that behave, and some that do not. */
export function mcpToolServer(): McpServer;
