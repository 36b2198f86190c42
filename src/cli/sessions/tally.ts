/** How many sessions met which end, for the line that a command prints last. */
export class Tally<Outcome extends string> {
  private readonly counts: Map<Outcome, number>;

  /** @param outcomes in the order in which they are told; also those that nothing met */
  constructor(outcomes: readonly Outcome[]) {
    this.counts = new Map(outcomes.map((outcome) => [outcome, 0]));
  }

  add(outcome: Outcome): void {
    this.counts.set(outcome, this.count(outcome) + 1);
  }

  count(outcome: Outcome): number {
    return this.counts.get(outcome) ?? 0;
  }

  /** `12 created, 0 existing`. */
  toString(): string {
    return [...this.counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  }
}
