import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 3_000;
const FREEZE_MS = 20_000;
const REDIS_AWAY_MS = 1_000;

/**
 * Breaks a running cluster as a seed decides: every 3 s one instance is killed by SIGKILL and started again, or frozen by SIGSTOP for
 * 20 s. One at a time is frozen, and one at least always runs; when only one does, the fault is the end of the frozen one.
 */
export class ClusterFaults {
  kills = 0;
  freezes = 0;
  redisKills = 0;
  /** Faults that would have left no instance running. */
  skipped = 0;
  /** When nobody could have answered: `{ from, to }` in ms of performance.now(). */
  outages = [];
  /** What was done to whom: `{ at, fault, target }`. */
  history = [];
  /** Instances that did not come up again. */
  failures = [];
  #busy = new Set();
  #stop = new AbortController();
  #running = null;
  #healing = new Set();
  #cluster;
  #random;

  constructor(cluster, random) {
    this.#cluster = cluster;
    this.#random = random;
  }

  start() {
    this.#running = this.#run();
  }

  /** No more faults; resolves when everything runs again. */
  async stop() {
    this.#stop.abort();
    await this.#running;
    for (const instance of this.#cluster.instances) instance.thaw();
    while (this.#healing.size > 0) await Promise.allSettled(this.#healing);
  }

  /** Kills Redis and starts it again. */
  async restartRedis() {
    const from = performance.now();
    this.redisKills += 1;
    this.#note('kill', 'redis');
    await this.#cluster.redis.kill('SIGKILL');
    await sleep(REDIS_AWAY_MS);
    await this.#cluster.redis.restart();
    this.outages.push({ from, to: performance.now() });
  }

  async #run() {
    const { signal } = this.#stop;
    for (;;) {
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      this.#breakOne();
    }
  }

  #breakOne() {
    const idle = this.#cluster.instances.filter((instance) => !this.#busy.has(instance));
    const frozen = idle.filter((instance) => instance.frozen);
    const live = idle.filter((instance) => !instance.frozen);
    const mayFreeze = this.#random.next() < 0.5 && frozen.length === 0;
    if (live.length > 1) {
      const target = this.#random.of(live);
      if (mayFreeze) this.#freeze(target);
      else this.#kill(target);
    } else if (frozen.length > 0) {
      this.#kill(this.#random.of(frozen));
    } else {
      this.skipped += 1;
    }
  }

  #kill(instance) {
    this.kills += 1;
    this.#note('kill', instance.name);
    this.#busy.add(instance);
    this.#heal(
      instance.restart().finally(() => {
        this.#busy.delete(instance);
        this.#note('back', instance.name);
      }),
    );
  }

  #freeze(instance) {
    this.freezes += 1;
    this.#note('freeze', instance.name);
    const { pid } = instance;
    instance.freeze();
    const thaw = async () => {
      await sleep(FREEZE_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      // It may have been killed meanwhile, and the next process may even be frozen again.
      if (instance.pid === pid && !this.#busy.has(instance)) {
        instance.thaw();
        this.#note('thaw', instance.name);
      }
    };
    this.#heal(thaw());
  }

  #note(fault, target) {
    this.history.push({ at: new Date().toISOString(), fault, target });
  }

  #heal(work) {
    this.#healing.add(work);
    work.catch((error) => this.failures.push(error)).finally(() => this.#healing.delete(work));
  }
}
