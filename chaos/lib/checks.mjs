/** What a scenario found out: figures for its verdict, and whatever was not as it must be. */
export class Checks {
  figures = [];
  failures = [];

  /** A figure without a demand. */
  note(name, value) {
    this.figures.push(`${name} ${format(value)}`);
  }

  equal(name, value, expected) {
    this.require(name, value, value === expected, `must be ${format(expected)}`);
  }

  atMost(name, value, most) {
    this.require(name, value, value <= most, `may be ${format(most)} at most`);
  }

  atLeast(name, value, least) {
    this.require(name, value, value >= least, `must be ${format(least)} at least`);
  }

  require(name, value, isMet, demand) {
    this.note(name, value);
    if (!isMet) this.failures.push(`${name} is ${format(value)} and ${demand}`);
  }

  /** One line: `ok` or `FAILED`, the name, the figures. */
  verdict(name, seconds) {
    const lines = [
      `${this.failures.length === 0 ? 'ok    ' : 'FAILED'} ${name}: ${this.figures.join(', ')} (${seconds.toFixed(1)} s)`,
    ];
    for (const failure of this.failures) lines.push(`       ${failure}`);
    return lines.join('\n');
  }
}

function format(value) {
  if (typeof value !== 'number') return String(value);
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(1);
}
