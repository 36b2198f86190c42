/** Where time comes from. Everything that expires, waits or stamps takes a clock, so that tests can move it. */
export abstract class Clock {
  /** Milliseconds since the epoch, UTC. */
  abstract now(): number;

  /** The same instant as a Date. */
  date(): Date {
    return new Date(this.now());
  }
}

/** The machine's own time. */
export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }
}
