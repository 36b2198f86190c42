import { type MCPClient, type MCPClientConfig } from '@ai-sdk/mcp';
import { type McpServerDescription } from '../../config/mcp-server-schema.js';
import { boundedFetch } from './bounded-fetch.js';

/** Connects to a server; the libraries are loaded only now. `lost` is told when a command has ended. Rejects with the library's errors. */
export async function connectToServer(server: McpServerDescription, lost: () => void): Promise<MCPClient> {
  const { url, headers } = server;
  if (url === undefined) return connectToCommand(server, lost);
  return clientOf(server, { type: 'http', url, headers, redirect: 'error', fetch: boundedFetch });
}

async function connectToCommand(server: McpServerDescription, lost: () => void): Promise<MCPClient> {
  const { StdioMCPTransport } = await import('@ai-sdk/mcp/mcp-stdio');
  const { command = '', args, env } = server;
  // It gets the variables named here and those every program needs (PATH, HOME); not ours, which hold secrets.
  const transport = new StdioMCPTransport({ command, args, env, stderr: 'ignore' });
  const client = await clientOf(server, transport);
  const { onclose } = transport;
  transport.onclose = () => {
    onclose?.();
    lost();
  };
  return client;
}

async function clientOf(server: McpServerDescription, transport: MCPClientConfig['transport']): Promise<MCPClient> {
  const { createMCPClient } = await import('@ai-sdk/mcp');
  return createMCPClient({
    transport,
    clientName: 'frontdesk',
    initializationOptions: { timeout: server.timeoutMs },
    // What concerns a call is thrown there too; the rest, such as notifications, is of no interest.
    onUncaughtError: () => undefined,
  });
}
