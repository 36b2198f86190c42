import { Module } from '@nestjs/common';
import { LoggerModule, type Params, PinoLogger } from 'nestjs-pino';
import { type AppConfig } from '../config/app-config.js';
import { APP_CONFIG } from '../config/config.module.js';
import { DeskLogger } from './desk-logger.js';
import { openLogDestination } from './log-destination.js';
import { loggerOptions } from './logger-options.js';
import { Tracing } from './tracing.js';

async function createLoggerOptions(config: AppConfig): Promise<Params> {
  return loggerOptions(config, await openLogDestination(config.telemetry));
}

/** Logs and traces; metrics need no module. */
@Module({
  imports: [LoggerModule.forRootAsync({ inject: [APP_CONFIG], useFactory: createLoggerOptions })],
  providers: [
    Tracing,
    { provide: DeskLogger, inject: [PinoLogger], useFactory: (logger: PinoLogger) => new DeskLogger(logger, {}) },
  ],
  exports: [DeskLogger],
})
export class TelemetryModule {}
