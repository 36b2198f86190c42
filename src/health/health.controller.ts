import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { Operation } from '../transport/operation.decorator.js';
import { HealthReport, type Report } from './health-report.js';
import { ProcessState } from './process-state.js';

@ApiTags('Health')
@Controller()
export class HealthController {
  constructor(
    private readonly report: HealthReport,
    private readonly process: ProcessState,
  ) {}

  /** Every component in detail. */
  @Get('health')
  @Operation('health.report')
  async health(@Res({ passthrough: true }) response: Response): Promise<Report> {
    return withStatus(response, await this.report.full());
  }

  /** Whether the process runs at all. Asks no dependency: restarting would not repair one. */
  @Get(['health/live', 'livez'])
  @Operation('health.live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Whether the next request can be served. */
  @Get(['health/ready', 'readyz'])
  @Operation('health.ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<Report> {
    return withStatus(response, await this.report.ready());
  }

  /** Whether the start is over. */
  @Get(['health/startup', 'startupz'])
  @Operation('health.startup')
  startup(@Res({ passthrough: true }) response: Response): { status: 'ok' | 'error'; state: string } {
    const status = this.process.current === 'starting' ? 'error' : 'ok';
    return withStatus(response, { status, state: this.process.current });
  }
}

function withStatus<T extends { readonly status: string }>(response: Response, report: T): T {
  response.status(report.status === 'error' ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK);
  return report;
}
