import { Module } from '@nestjs/common';
import { LoggerModule, PinoLogger } from 'nestjs-pino';
import { type AppConfig } from '../config/app-config.js';
import { APP_CONFIG } from '../config/config.module.js';
import { DeskLogger } from './desk-logger.js';
import { loggerOptions } from './logger-options.js';

@Module({
  imports: [
    LoggerModule.forRootAsync({ inject: [APP_CONFIG], useFactory: (config: AppConfig) => loggerOptions(config) }),
  ],
  providers: [
    { provide: DeskLogger, inject: [PinoLogger], useFactory: (logger: PinoLogger) => new DeskLogger(logger, {}) },
  ],
  exports: [DeskLogger],
})
export class TelemetryModule {}
