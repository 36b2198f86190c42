/** Numbers that a seed decides (mulberry32, public domain, T. Ettinger). */
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** 0 <= x < 1 */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer, 0 <= x < below. */
  below(below) {
    return Math.floor(this.next() * below);
  }

  /** One of them. */
  of(items) {
    return items[this.below(items.length)];
  }

  /** Its own stream of numbers for one part of a run, which therefore doesn't depend on how the parts interleave. */
  fork(name) {
    let hash = this.state;
    for (const character of String(name)) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
    return new Random(hash);
  }
}
