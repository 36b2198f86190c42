import { type CallToolResult, type ListToolsResult, type MCPClient } from '@ai-sdk/mcp';
import { type AppError } from '../../common/app-error.js';
import { type McpServerDescription } from '../../config/mcp-server-schema.js';
import { systemErrorCode } from '../../config/system-error.js';
import { connectToServer } from './mcp-client.js';
import { McpRefused, McpToolFailed, McpUnavailable } from './mcp.errors.js';

/** One tool as its server describes it: other people's text. */
export type McpDefinition = ListToolsResult['tools'][number];

/** Most pages of a list of tools; a server that has more is not read further. */
const MAX_PAGES = 10;

/**
 * What a server says to a session it does not know: 404 (Model Context Protocol 2025-11-25, session management), and 400 many that
 * were started again. It did not serve the request then.
 */
const SESSION_UNKNOWN: readonly unknown[] = [404, 400];

/** One connection, from its beginning to its end. */
interface Connected {
  readonly client: Promise<MCPClient>;
  /** Requests under way: they may still be answered when another one has failed. */
  running: number;
}

/** The connection to one MCP server: made when it is first needed, and again after it was lost. */
export class McpConnection {
  #connected: Connected | undefined;
  readonly #server: McpServerDescription;

  constructor(server: McpServerDescription) {
    this.#server = server;
  }

  /** All tools the server has. @throws McpUnavailable, McpRefused */
  async definitions(): Promise<readonly McpDefinition[]> {
    return this.asking((client) => allTools(client, this.#server.timeoutMs), false);
  }

  /** Calls a tool of the server. @throws McpUnavailable, McpRefused, McpToolFailed; the reason of `signal` */
  async call(name: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<CallToolResult> {
    const options = { signal, timeout: this.#server.timeoutMs };
    return this.asking((client) => client.callTool({ name, arguments: { ...args }, options }), true, signal);
  }

  /** Ends the connection, and the server with it where it is a command of ours. */
  async close(): Promise<void> {
    const connected = this.#connected;
    this.#connected = undefined;
    if (connected) await closed(connected);
  }

  /** `again`: a request that met an unknown session is made once more over a new connection. */
  private async asking<T>(ask: (client: MCPClient) => Promise<T>, again: boolean, signal?: AbortSignal): Promise<T> {
    const connected = (this.#connected ??= this.connect());
    connected.running += 1;
    try {
      return await ask(await connected.client);
    } catch (error) {
      // A caller who leaves says nothing of the connection, which others use too.
      signal?.throwIfAborted();
      if (isAnswer(error)) throw new McpToolFailed(`The MCP server ${this.#server.name} says that a call failed.`);
      this.forget(connected);
      if (again && SESSION_UNKNOWN.includes(member(error, 'statusCode'))) return await this.asking(ask, false, signal);
      throw failureOf(this.#server.name, error);
    } finally {
      connected.running -= 1;
      if (connected.running === 0 && this.#connected !== connected) void closed(connected);
    }
  }

  private connect(): Connected {
    const client = connectToServer(this.#server, () => {
      this.forget(connected);
    });
    const connected: Connected = { client, running: 0 };
    return connected;
  }

  /** The next request makes a new one. */
  private forget(connected: Connected): void {
    if (this.#connected === connected) this.#connected = undefined;
  }
}

async function allTools(client: MCPClient, timeout: number): Promise<McpDefinition[]> {
  const tools: McpDefinition[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const params = cursor === undefined ? {} : { params: { cursor } };
    const list = await client.listTools({ options: { timeout }, ...params });
    tools.push(...list.tools);
    cursor = list.nextCursor;
    if (cursor === undefined) break;
  }
  return tools;
}

/** Closes what may never have come to be, or be broken already. */
async function closed({ client }: Connected): Promise<void> {
  await client.then((opened) => opened.close()).catch(() => undefined);
}

/** Whether the server did answer, by an error of the protocol. */
function isAnswer(error: unknown): boolean {
  const ofProtocol = member(error, 'name') === 'MCPClientError' && typeof member(error, 'code') === 'number';
  return ofProtocol && member(error, 'statusCode') === undefined;
}

/** Names the server and a status only: the library's messages repeat what the server said, and its address. */
function failureOf(server: string, error: unknown): AppError {
  const status = member(error, 'statusCode');
  if (typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429) {
    return new McpRefused(`The MCP server ${server} answered with status ${status}.`);
  }
  const system = systemErrorCode(error) ?? systemErrorCode(member(error, 'cause'));
  const reason = typeof status === 'number' ? String(status) : (system ?? 'unknown reason');
  return new McpUnavailable(`The MCP server ${server} does not answer (${reason}).`);
}

function member(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>)[name] : undefined;
}
