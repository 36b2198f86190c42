import { afterEach, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { type McpDesk, mcpDesk } from '../../../test/support/mcp-desk.js';
import { SystemClock } from '../../common/clock.js';
import { type McpServerDescription, mcpServerSchema } from '../../config/mcp-server-schema.js';
import { callableTools } from '../contract/callable-tools.js';
import { ToolRunner } from '../contract/run-tool.js';
import { ToolRegistry } from '../contract/tool-registry.js';
import { type CallableTool, type ToolContext } from '../contract/tool.js';
import { type McpNotice, McpSource } from './mcp-source.js';

const SECRET = 'token-of-the-catalogue';
const COMMAND = fileURLToPath(new URL('../../../test/support/mcp-command.mjs', import.meta.url));

const ANONYMOUS: ToolContext = {
  ...{ sessionId: 'sess_1', turnId: 'turn_1', requestId: 'req_1', signal: new AbortController().signal },
};
const CONTEXT: ToolContext = { ...ANONYMOUS, user: { userId: 'user-1', verified: true } };

describe('McpSource', () => {
  const sources: McpSource[] = [];
  let notices: McpNotice[] = [];

  const sourceOf = (change: object): McpSource => {
    const server: McpServerDescription = mcpServerSchema.parse({ name: 'shop', timeoutMs: 10_000, ...change });
    const source = new McpSource(server, (notice) => notices.push(notice));
    sources.push(source);
    return source;
  };
  const overHttp = (desk: McpDesk, tools: unknown[], change: object = {}): McpSource =>
    sourceOf({ url: desk.url, headers: { authorization: `Bearer ${SECRET}` }, tools, ...change });
  const only = async (source: McpSource): Promise<CallableTool> => {
    const [tool, ...others] = await source.open();
    expect(others).toEqual([]);
    if (!tool) throw new Error('no tool');
    return tool;
  };

  afterEach(async () => {
    await Promise.all(sources.splice(0).map((source) => source.close()));
    notices = [];
  });

  it('offers the allowed tools only, and tells of allowed ones that are missing or unusable', async () => {
    const desk = await mcpDesk();
    const tools = await overHttp(desk, ['getOrder', 'data', 'gone', 'wide']).open();
    expect(tools.map(({ name }) => name)).toEqual(['shop_get_order', 'shop_data']);
    expect(notices).toEqual([
      { event: 'mcp_tool_missing', server: 'shop', tool: 'gone' },
      { event: 'mcp_tool_unusable', server: 'shop', tool: 'wide' },
    ]);
    expect(desk.requests.length).toBeGreaterThan(0);
    expect(desk.requests.every(({ authorization }) => authorization === `Bearer ${SECRET}`)).toBe(true);
  });

  it('tells what a tool takes in plain lines, and refuses what does not fit before it is sent', async () => {
    const desk = await mcpDesk();
    const tool = await only(overHttp(desk, ['getOrder']));
    expect(tool.description).toBe('Tells how far an order is. Ignore the rest.');
    expect(tool.inputSchema.jsonSchema).toMatchObject({
      type: 'object',
      properties: { order_number: { type: 'string', description: 'As on the bill' }, customer_id: { type: 'string' } },
      required: ['order_number', 'customer_id'],
    });
    const input = { order_number: 'A-1', customer_id: 'c' };
    expect(tool.inputSchema.parse(input)).toEqual(input);
    for (const wrong of [{}, { ...input, order_number: 1 }, { ...input, order_number: 'A' }, [], 'A-1', null]) {
      expect(() => tool.inputSchema.parse(wrong)).toThrow('does not fit its schema');
    }
    await expect(tool.run(input, CONTEXT)).resolves.toEqual({ text: 'order A-1 of c' });
  });

  it('sets the argument of the customer itself, and hides it from the model', async () => {
    const tool = await only(overHttp(await mcpDesk(), [{ name: 'getOrder', userArgument: 'customer_id' }]));
    expect(tool.inputSchema.jsonSchema).toMatchObject({ required: ['order_number'] });
    expect(Object.keys(tool.inputSchema.jsonSchema.properties as object)).toEqual(['order_number']);
    const forged = { order_number: 'A-1', customer_id: 'user-2' };
    await expect(tool.run(forged, CONTEXT)).resolves.toEqual({ text: 'order A-1 of user-1' });
    for (const context of [ANONYMOUS, { ...ANONYMOUS, user: { userId: 'user-2', verified: false } }]) {
      await expect(tool.run(forged, context)).rejects.toMatchObject({
        code: 'customer_not_verified',
        retryable: false,
      });
    }
  });

  it('does not offer a tool that lacks the argument of the customer', async () => {
    await expect(overHttp(await mcpDesk(), [{ name: 'data', userArgument: 'customer_id' }]).open()).resolves.toEqual(
      [],
    );
    expect(notices).toMatchObject([{ event: 'mcp_tool_unusable', tool: 'data' }]);
  });

  it('serves verified customers only, unless the file says anyone', async () => {
    const desk = await mcpDesk();
    const closed = await only(overHttp(desk, ['data']));
    await expect(closed.run({}, ANONYMOUS)).rejects.toMatchObject({ code: 'customer_not_verified' });
    await expect(closed.run({}, CONTEXT)).resolves.toEqual({ data: { stock: 7 } });
    const open = await only(overHttp(desk, [{ name: 'data', access: 'anyone' }]));
    await expect(open.run({}, ANONYMOUS)).resolves.toEqual({ data: { stock: 7 } });
  });

  it('bounds what a tool says, and names what is no text', async () => {
    const desk = await mcpDesk();
    const [long, picture, flood] = await overHttp(desk, ['long', 'picture', 'flood'], { timeoutMs: 3000 }).open();
    const output = await long!.run({}, CONTEXT);
    expect(output).toMatchObject({ cut: true });
    expect(JSON.stringify(output).length).toBeLessThan(12_100);
    expect(JSON.stringify(output).length).toBeGreaterThan(11_000);
    await expect(picture!.run({}, CONTEXT)).resolves.toEqual({ text: 'a lamp\nits leaflet', leftOut: ['image'] });
    await expect(flood!.run({}, CONTEXT)).rejects.toMatchObject({ code: 'mcp_unavailable' });
  });

  it('says that a call failed, without the words of the server', async () => {
    const tool = await only(overHttp(await mcpDesk(), ['failing']));
    const failure: unknown = await tool.run({}, CONTEXT).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'mcp_tool_failed', retryable: false });
    expect(inspect(failure, { depth: 9 })).not.toContain('hunter2');
  });

  it('ends with its caller', async () => {
    const tool = await only(overHttp(await mcpDesk(), ['hanging']));
    const caller = new AbortController();
    const waiting = tool.run({}, { ...CONTEXT, signal: caller.signal });
    setTimeout(() => {
      caller.abort(new Error('the customer left'));
    }, 50);
    await expect(waiting).rejects.toThrow('the customer left');
  });

  it.each([404, 400])('goes on after its server forgot the session and says %d', async (status) => {
    const desk = await mcpDesk();
    desk.unknownSession = status;
    const tool = await only(overHttp(desk, ['data']));
    desk.forget();
    await expect(tool.run({}, CONTEXT)).resolves.toEqual({ data: { stock: 7 } });
    expect(desk.sessions()).toBe(2);
    desk.forget();
    const calls = await Promise.all([1, 2, 3].map(() => tool.run({}, CONTEXT)));
    expect(calls).toEqual([1, 2, 3].map(() => ({ data: { stock: 7 } })));
    expect(desk.sessions()).toBe(3);
  });

  it.each([
    [400, 'mcp_refused', false],
    [401, 'mcp_refused', false],
    [403, 'mcp_refused', false],
    [500, 'mcp_unavailable', true],
    [302, 'mcp_unavailable', true],
  ])('a server that answers with %d is %s', async (status, code, retryable) => {
    const desk = await mcpDesk();
    const tool = await only(overHttp(desk, ['data']));
    desk.refuse = (response) => void response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end(SECRET);
    for (const call of [tool.run({}, CONTEXT), overHttp(desk, ['data']).open()]) {
      const failure: unknown = await call.catch((error: unknown) => error);
      expect(failure).toMatchObject({ code, retryable });
      expect(inspect(failure, { depth: 9 })).not.toContain(SECRET);
    }
    desk.refuse = undefined;
    await expect(tool.run({}, CONTEXT)).resolves.toEqual({ data: { stock: 7 } });
  });

  it('repeats only what its server says to be harmless', async () => {
    const desk = await mcpDesk();
    const [reading, other] = await overHttp(desk, ['getOrder', 'data']).open();
    expect([reading?.settings?.attempts, other?.settings?.attempts]).toEqual([undefined, 1]);
  });

  it('is a source that failed to open while its server is away, and is opened later', async () => {
    const desk = await mcpDesk();
    await desk.stop();
    const source = overHttp(desk, ['data']);
    const clock = new SystemClock();
    const runner = new ToolRunner(clock, () => undefined);
    const registry = new ToolRegistry(
      { tools: [], sources: [source] },
      runner,
      { isEnabled: () => true },
      () => undefined,
    );
    await registry.open();
    expect(registry.states()).toMatchObject([{ name: 'shop', status: 'failed_to_open' }]);
    await mcpDesk(Number(new URL(desk.url).port));
    await registry.open();
    expect(registry.states()).toMatchObject([{ name: 'shop', status: 'ready' }, { name: 'shop_data' }]);
    const [tool] = callableTools(registry, runner, CONTEXT);
    await expect(tool?.call({}, CONTEXT.signal)).resolves.toEqual({ status: 'ok', value: { data: { stock: 7 } } });
    await registry.close();
  });

  describe('of a command', () => {
    const overStdio = (tools: string[], change: object = {}): McpSource =>
      sourceOf({ command: process.execPath, args: [COMMAND], tools, ...change });

    it('calls its tools, with its own environment and none of ours', async () => {
      process.env.FRONTDESK_TEST_SECRET = SECRET;
      const [order, environment] = await overStdio(['getOrder', 'environment'], { env: { SHOP: 'one' } }).open();
      delete process.env.FRONTDESK_TEST_SECRET;
      await expect(order!.run({ order_number: 'A-1', customer_id: 'c' }, CONTEXT)).resolves.toEqual({
        text: 'order A-1 of c',
      });
      const { text = '' } = (await environment!.run({}, CONTEXT)) as { text?: string };
      expect(text).toContain('"SHOP":"one"');
      expect(text).not.toContain(SECRET);
    });

    it('keeps it when a caller leaves, starts it again after it died, and ends it at the end', async () => {
      const source = overStdio(['process_id', 'crash', 'hanging']);
      const [processId, crash, hanging] = await source.open();
      const idOf = async (): Promise<number> => Number(((await processId!.run({}, CONTEXT)) as { text: string }).text);
      const first = await idOf();
      await expect(hanging!.run({}, { ...CONTEXT, signal: AbortSignal.timeout(100) })).rejects.toThrow();
      await expect(idOf()).resolves.toBe(first);
      await expect(crash!.run({}, CONTEXT)).rejects.toMatchObject({ code: 'mcp_unavailable', retryable: true });
      const second = await idOf();
      expect(second).not.toBe(first);
      await source.close();
      await expect(ended(second)).resolves.toBe(true);
    });

    it('fails to open when there is no such command', async () => {
      await expect(sourceOf({ command: '/nowhere/mcp', tools: ['data'] }).open()).rejects.toMatchObject({
        ...{ code: 'mcp_unavailable', message: 'The MCP server shop does not answer (ENOENT).' },
      });
    });
  });
});

async function ended(pid: number): Promise<boolean> {
  for (let wait = 0; wait < 100; wait++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
