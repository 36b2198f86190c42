import { Logger, Module } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { type AppConfig } from '../../config/app-config.js';
import { APP_CONFIG } from '../../config/config.module.js';
import { ToolRunner } from './run-tool.js';
import { toolRules } from './tool-rules.js';

/** Gives the ToolRunner, which reports every call to the log. */
@Module({
  providers: [
    {
      provide: ToolRunner,
      inject: [Clock, APP_CONFIG],
      useFactory: (clock: Clock, config: AppConfig): ToolRunner => {
        const logger = new Logger(ToolRunner.name);
        const report = (call: { readonly status: string }): void => {
          if (call.status === 'ok') logger.debug(call);
          else logger.warn(call);
        };
        return new ToolRunner(clock, report, toolRules(config.tools));
      },
    },
  ],
  exports: [ToolRunner],
})
export class ToolRunnerModule {}
