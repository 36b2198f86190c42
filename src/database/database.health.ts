import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { Database } from './database.js';

const TIMEOUT_MS = 1_500;

/** Asks the database in use, over the pool that requests use. */
@Injectable()
export class DatabaseHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
  ) {}

  async check(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('database');
    const started = performance.now();
    try {
      await Promise.race([this.database.query({ name: 'health_ping', text: 'SELECT 1' }), timeout()]);
      return indicator.up({ type: this.database.kind, latencyMs: Math.round(performance.now() - started) });
    } catch {
      return indicator.down({ type: this.database.kind, message: 'The database does not answer.' });
    }
  }
}

function timeout(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => {
      reject(new Error('timeout'));
    }, TIMEOUT_MS).unref();
  });
}
