import { Logger, Module } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ToolRunner } from './run-tool.js';

/** Gives the ToolRunner, which reports every call to the log. */
@Module({
  providers: [
    {
      provide: ToolRunner,
      inject: [Clock],
      useFactory: (clock: Clock): ToolRunner => {
        const logger = new Logger(ToolRunner.name);
        return new ToolRunner(clock, (call) => {
          if (call.status === 'ok') logger.debug(call);
          else logger.warn(call);
        });
      },
    },
  ],
  exports: [ToolRunner],
})
export class ToolRunnerModule {}
