import { type DynamicModule, Global, Inject, Module } from '@nestjs/common';
import { ConfigModule as NestConfigModule, getConfigToken, registerAs } from '@nestjs/config';
import { Clock, SystemClock } from '../common/clock.js';
import { Stopping } from '../common/stopping.js';
import { type AppConfig } from './app-config.js';

const NAMESPACE = 'frontdesk';

/** Token of the frozen `AppConfig`. */
export const APP_CONFIG = getConfigToken(NAMESPACE);

/** Injects the frozen `AppConfig`. */
export const InjectConfig = (): PropertyDecorator & ParameterDecorator => Inject(APP_CONFIG);

/** Makes the configuration, the clock and the end of the process available everywhere. */
@Global()
@Module({})
export class ConfigModule {
  /** `config` is already validated: @nestjs/config only carries it, and neither reads nor writes `process.env`. */
  static register(config: AppConfig, clock: Clock = new SystemClock()): DynamicModule {
    const carrier = NestConfigModule.forRoot({
      ignoreEnvFile: true,
      ignoreEnvVars: true,
      skipProcessEnv: true,
      load: [registerAs(NAMESPACE, () => config)],
    });
    return {
      module: ConfigModule,
      imports: [carrier],
      providers: [
        { provide: Clock, useValue: clock },
        { provide: Stopping, useFactory: () => new Stopping(config.api.shutdownGraceMs) },
      ],
      exports: [NestConfigModule, Clock, Stopping],
    };
  }
}
