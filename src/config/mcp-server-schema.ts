import { z } from 'zod';
import { access, headers, shortName, webAddress } from './tools-file-values.js';

/** A tool's name as its server says it (Model Context Protocol 2025-11-25, tool names). */
const toolName = z.string().regex(/^[\w./-]{1,128}$/, 'must be the name of a tool of that server');

const allowedTool = z.preprocess(
  (value) => (typeof value === 'string' ? { name: value } : value),
  z.strictObject({ name: toolName, access: access.optional(), userArgument: z.string().min(1).max(64).optional() }),
);

const serverShape = z.strictObject({
  name: shortName,
  url: webAddress.optional(),
  headers: headers.default({}),
  command: z.string().min(1).optional(),
  args: z.array(z.string()).default([]),
  env: z.record(z.string().regex(/^\w+$/), z.string()).default({}),
  tools: z.array(allowedTool).min(1).max(100),
  access: access.default('verified_user'),
  timeoutMs: z.int().min(50).max(60_000).default(5000),
});

/** An MCP server and which of its tools may be called, as the file describes it. */
export type McpServerDescription = z.output<typeof serverShape>;

/** An MCP server. Docs: docs/domain-tools.md. */
export const mcpServerSchema = serverShape.superRefine((server, context) => {
  const { url, command, tools } = server;
  if ((url === undefined) === (command === undefined)) {
    context.addIssue({ code: 'custom', path: ['url'], message: 'must be set, or command, but not both' });
  }
  for (const [place, tool] of tools.entries()) {
    if (tool.userArgument !== undefined && (tool.access ?? server.access) === 'anyone') {
      const message = 'needs a verified customer; set access to verified_user';
      context.addIssue({ code: 'custom', path: ['tools', place, 'userArgument'], message });
    }
  }
});
