/** Runs at most `max` pieces of work at a time; the rest waits in line. */
export class Limiter {
  private running = 0;
  private readonly line: (() => void)[] = [];

  constructor(private readonly max: number) {}

  /** Resolves or rejects as `work` does. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.max) {
      await new Promise<void>((resolve) => {
        this.line.push(resolve);
      });
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      // Whoever is next takes the place over.
      const next = this.line.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
