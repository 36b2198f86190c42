import { describe, expect, it } from '@jest/globals';
import { HealthIndicatorService } from '@nestjs/terminus';
import { SystemClock } from '../../common/clock.js';
import { ToolRunner } from './run-tool.js';
import { ToolRegistry } from './tool-registry.js';
import { type Tool } from './tool.js';
import { ToolsHealth } from './tools.health.js';

const broken: Tool<string, string> = {
  name: 'price_lookup',
  description: 'Looks up a price.',
  settings: { attempts: 1, breaker: { failures: 1, openMs: 60_000 } },
  run: () => Promise.reject(new TypeError('broken')),
};
const context = {
  ...{ sessionId: 'sess_1', turnId: 'turn_1', requestId: 'req_1' },
  signal: new AbortController().signal,
};

describe('ToolsHealth', () => {
  it('shows every tool, and is degraded while one is left alone', async () => {
    const runner = new ToolRunner(new SystemClock(), () => undefined);
    const off = { ...broken, name: 'order_lookup', group: 'crm' as const };
    const rules = { isEnabled: ({ group }: Pick<Tool<never, unknown>, 'group'>) => group !== 'crm' };
    const registry = new ToolRegistry({ tools: [broken, off], sources: [] }, runner, rules, () => undefined);
    const health = new ToolsHealth(new HealthIndicatorService(), registry);
    const tools = {
      price_lookup: { status: 'ready', circuit: 'closed' },
      order_lookup: { status: 'disabled', circuit: 'closed' },
    };
    expect(health.check()).toEqual({ tools: { status: 'up', enabled: ['price_lookup'], tools } });
    await runner.run(broken, 'lamp', context);
    expect(health.check()).toMatchObject({
      tools: {
        status: 'degraded',
        message: 'Out of order: price_lookup',
        tools: { price_lookup: { status: 'ready', circuit: 'open' } },
      },
    });
  });
});
