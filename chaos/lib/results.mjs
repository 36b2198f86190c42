import { machine, withSection } from '../../bench/session/results-section.mjs';

/** The page with the verdicts of this run. */
export function withResults(path, seed, verdicts) {
  return withSection(path, [`${machine()}, seed ${seed}.`, '', '```text', ...verdicts, '```'].join('\n'));
}
