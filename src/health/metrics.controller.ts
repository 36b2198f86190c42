import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { type Response } from 'express';
import { type AuthenticatedRequest } from '../auth/access.guard.js';
import { Forbidden } from '../auth/auth.errors.js';
import { renderMetrics } from '../telemetry/render-metrics.js';
import { Operation } from '../transport/operation.decorator.js';
import { isOfThisMachine } from './insider.js';
import { isScraper } from './metrics-token.middleware.js';

@Controller('metrics')
export class MetricsController {
  /** For this machine itself, METRICS_TOKEN or an admin key, in the format that the scraper takes. */
  @Get()
  @Operation('metrics.read')
  @ApiExcludeEndpoint()
  async get(@Req() request: AuthenticatedRequest, @Res() response: Response): Promise<void> {
    const { principal, headers } = request;
    const admin = principal?.kind === 'api_key' && principal.scopes.includes('admin');
    if (!admin && !isOfThisMachine(request) && !isScraper(request)) {
      throw new Forbidden('Metrics are for this machine itself, for METRICS_TOKEN, or for an admin key.');
    }
    const { contentType, text } = await renderMetrics(headers.accept);
    response.vary('Accept').type(contentType).send(text);
  }
}
