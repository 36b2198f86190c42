import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';

const PERIOD_MS = 1000;

interface Task {
  readonly run: () => void | Promise<void>;
  running: Promise<void> | undefined;
  failing: boolean;
}

/** One timer for all that is done again and again for sockets: one for each socket would cost too much. */
@Injectable()
export class SharedTimer implements OnApplicationBootstrap {
  private readonly logger = new Logger('Sockets');
  private readonly tasks: Task[] = [];
  private timer: NodeJS.Timeout | undefined;

  /**
   * Runs `task` every second once the application has started, never twice at a time. What it throws is logged, once until it works
   * again.
   */
  everySecond(task: Task['run']): void {
    this.tasks.push({ run: task, running: undefined, failing: false });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      for (const task of this.tasks) task.running ??= this.run(task).finally(() => (task.running = undefined));
    }, PERIOD_MS).unref();
  }

  /** Waits for what is running. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    for (const { running } of this.tasks) await running;
  }

  private async run(task: Task): Promise<void> {
    try {
      await task.run();
      task.failing = false;
    } catch (error) {
      if (!task.failing) this.logger.warn({ event: 'sockets_task_failed', reason: String(error) });
      task.failing = true;
    }
  }
}
