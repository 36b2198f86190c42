import { writeFileSync } from 'node:fs';

/** How the contract of the session store names its runs: `SessionStore contract: Redis, encrypted`. */
const CONTRACT = 'SessionStore contract: ';

/**
 * Writes the numbers of a run to the file TEST_TALLY_FILE names, for .ci/run, and prints how many cases of the session store's contract
 * each store passed, where one ran.
 */
export default class TallyReporter {
  onRunComplete(_contexts, results) {
    for (const [store, { passed, failed }] of contractCases(results)) {
      console.log(`${CONTRACT}${store}: ${passed} cases passed, ${failed} failed`);
    }
    const file = process.env.TEST_TALLY_FILE;
    if (!file) return;
    // A test file that could not be loaded has no tests to count, and is a failure all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    writeFileSync(file, `${results.numPassedTests} ${failed} ${skipped}\n`);
  }
}

function contractCases({ testResults }) {
  const stores = new Map();
  for (const { ancestorTitles, status } of testResults.flatMap((file) => file.testResults)) {
    const title = ancestorTitles.find((name) => name.startsWith(CONTRACT));
    if (title === undefined || !['passed', 'failed'].includes(status)) continue;
    const store = title.slice(CONTRACT.length);
    const cases = stores.get(store) ?? { passed: 0, failed: 0 };
    cases[status] += 1;
    stores.set(store, cases);
  }
  return [...stores].sort(([a], [b]) => (a < b ? -1 : 1));
}
