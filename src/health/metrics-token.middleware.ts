import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import { type NextFunction, type Request, type Response } from 'express';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';

/** Requests that came with METRICS_TOKEN. */
const scrapers = new WeakSet<Request>();

/** Whether the request came with METRICS_TOKEN. */
export function isScraper(request: Request): boolean {
  return scrapers.has(request);
}

/** Knows a scraper by its token, and takes the token off the request: to everything that follows it would be a session's, and a bad one. */
@Injectable()
export class MetricsTokenMiddleware implements NestMiddleware {
  constructor(@InjectConfig() private readonly config: AppConfig) {}

  use(request: Request, _response: Response, next: NextFunction): void {
    const { metricsToken } = this.config.telemetry;
    const [, given] = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
    if (metricsToken !== null && given !== undefined && isSame(given, metricsToken)) {
      delete request.headers.authorization;
      scrapers.add(request);
    }
    next();
  }
}

/** In a time that tells nothing of where they differ. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
