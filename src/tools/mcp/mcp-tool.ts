import { z } from 'zod';
import { type McpServerDescription } from '../../config/mcp-server-schema.js';
import { requireAccess, type ToolAccess, verifiedUserId } from '../contract/customer-access.js';
import { fromZod } from '../contract/from-zod.js';
import { type ToolInputSchema } from '../contract/tool-input-schema.js';
import { type ToolSettings } from '../contract/tool-settings.js';
import { type CallableTool, type ToolContext } from '../contract/tool.js';
import { type McpConnection, type McpDefinition } from './mcp-connection.js';
import { type McpOutput, outputOf } from './mcp-output.js';
import { plainLine, plainSchema, toolName } from './mcp-text.js';

type Args = Readonly<Record<string, unknown>>;
type AllowedTool = McpServerDescription['tools'][number];

/**
 * A tool of another server. Where the file names `userArgument`, a model neither sees nor sets that argument: it is the verified
 * customer's id. Throws CustomerNotVerified, McpUnavailable, McpRefused, McpToolFailed.
 */
class McpTool implements CallableTool<Args, McpOutput> {
  readonly name: string;
  readonly description: string;
  readonly group = 'crm';
  readonly settings: Partial<ToolSettings>;
  private readonly access: ToolAccess;

  constructor(
    private readonly connection: Pick<McpConnection, 'call'>,
    server: Pick<McpServerDescription, 'name' | 'access' | 'timeoutMs'>,
    private readonly allowed: AllowedTool,
    definition: McpDefinition,
    readonly inputSchema: ToolInputSchema<Args>,
  ) {
    this.name = toolName(server.name, definition.name);
    this.description = plainLine(definition.description ?? '') || `The tool ${this.name} of another server.`;
    this.access = allowed.access ?? server.access;
    // Only what its server says to change nothing, or to be the same done twice, is repeated.
    const { readOnlyHint, idempotentHint } = definition.annotations ?? {};
    const again = readOnlyHint === true || idempotentHint === true;
    this.settings = { timeoutMs: server.timeoutMs, concurrent: 16, waiting: 64, ...(again ? {} : { attempts: 1 }) };
  }

  async run(input: Args, context: ToolContext): Promise<McpOutput> {
    requireAccess(this.access, this.name, context);
    const { name, userArgument } = this.allowed;
    const own = userArgument === undefined ? {} : { [userArgument]: verifiedUserId(context) };
    return outputOf(await this.connection.call(name, { ...input, ...own }, context.signal), this.name);
  }
}

/** The tool as models may call it; undefined when what its server says of its input can't be used. */
export function mcpTool(
  connection: Pick<McpConnection, 'call'>,
  server: Pick<McpServerDescription, 'name' | 'access' | 'timeoutMs'>,
  allowed: AllowedTool,
  definition: McpDefinition,
): CallableTool | undefined {
  const schema = plainSchema(definition.inputSchema);
  const shown = schema && allowed.userArgument !== undefined ? withoutArgument(schema, allowed.userArgument) : schema;
  if (!shown) return undefined;
  return new McpTool(connection, server, allowed, definition, inputSchemaOf(shown));
}

/** Undefined when there is no such argument: then nothing would tie the call to its customer. */
function withoutArgument(schema: Args, argument: string): Args | undefined {
  const { [argument]: hidden, ...properties } = schema.properties as Args;
  if (hidden === undefined) return undefined;
  const required = Array.isArray(schema.required) ? schema.required.filter((name) => name !== argument) : [];
  return { ...schema, properties, required };
}

const anyObject = z.record(z.string(), z.unknown());

function readSchema(jsonSchema: Args): z.ZodType {
  try {
    return z.fromJSONSchema(jsonSchema);
  } catch {
    // It has a part that zod does not know, such as a reference to elsewhere.
    return anyObject;
  }
}

/** The schema as it is told to a model; what zod can read of it is checked here, the rest by the server itself. */
function inputSchemaOf(jsonSchema: Args): ToolInputSchema<Args> {
  const readable = anyObject.and(readSchema(jsonSchema)) as z.ZodType<Args>;
  return { ...fromZod(readable), jsonSchema };
}
