import { Controller, Get, HttpStatus, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { type AuthenticatedRequest } from '../auth/access.guard.js';
import { Operation } from '../transport/operation.decorator.js';
import { HealthReport, type Outline, outlineOf, type Report, surfaceOf } from './health-report.js';
import { isInsider } from './insider.js';
import { ProcessState } from './process-state.js';

@ApiTags('Health')
@Controller()
export class HealthController {
  constructor(
    private readonly report: HealthReport,
    private readonly process: ProcessState,
  ) {}

  /** Every component: how it is for everybody; in detail for an operator's or administrator's key, and for this machine itself. */
  @Get('health')
  @Operation('health.report')
  async health(@Req() request: AuthenticatedRequest, @Res({ passthrough: true }) response: Response): Promise<Report> {
    const report = await this.report.full();
    return withStatus(response, isInsider(request) ? report : surfaceOf(report));
  }

  /** Whether the process runs at all. Asks no dependency: restarting would not repair one. */
  @Get(['health/live', 'livez'])
  @Operation('health.live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Whether the next request can be served; `details` for those who get them from `/health`. */
  @Get(['health/ready', 'readyz'])
  @Operation('health.ready')
  async ready(
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Report | Outline> {
    const report = await this.report.ready();
    return withStatus(response, isInsider(request) ? report : outlineOf(report));
  }

  /** Whether the start is over: migrations and checks are done, and nothing is in the way of the first request. */
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
