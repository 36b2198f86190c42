import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AppError } from '../common/app-error.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { rescuedTurns } from '../telemetry/metrics.js';
import { TurnRescue } from './turn-rescue.js';

/** Time between two looks for lost turns, in ms; with the default lease of 15 s a lost turn is silent for less than 20. */
const EVERY_MS = 1000;
/** Beyond the longest turn, in ms. */
const MARGIN_MS = 5000;

/** Looks for lost turns as long as the process serves. */
@Injectable()
export class TurnRescueLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('TurnRescue');
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly rescue: TurnRescue,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = undefined));
    }, EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      const rescued = await this.rescue.look(this.config.agent.turnTimeoutMs + MARGIN_MS);
      rescuedTurns.inc(rescued);
      if (rescued > 0) this.logger.warn({ event: 'turns_rescued', rescued }, 'Took over turns whose process is gone.');
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'internal';
      this.logger.warn(
        { event: 'turn_rescue_failed', code },
        'Could not look for lost turns; the next look tries again.',
      );
    }
  }
}
