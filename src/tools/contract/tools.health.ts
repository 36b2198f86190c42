import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { ToolRegistry } from './tool-registry.js';

/** How the tools are. One that is out of order degrades answers; without tools the desk still answers, so this is never `down`. */
@Injectable()
export class ToolsHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly registry: ToolRegistry,
  ) {}

  check(): HealthIndicatorResult {
    const states = this.registry.states();
    const tools = Object.fromEntries(states.map(({ name, status, circuit }) => [name, { status, circuit }]));
    const outOfOrder = states.filter(({ status, circuit }) => status === 'failed_to_open' || circuit !== 'closed');
    const enabled = states.filter(({ status }) => status !== 'disabled').map(({ name }) => name);
    const indicator = this.indicators.check('tools');
    if (outOfOrder.length === 0) return indicator.up({ enabled, tools });
    return indicator.degraded({
      enabled,
      tools,
      message: `Out of order: ${outOfOrder.map(({ name }) => name).join(', ')}`,
    });
  }
}
