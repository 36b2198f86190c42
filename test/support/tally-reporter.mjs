import { writeFileSync } from 'node:fs';

/** Writes the numbers of a run to the file TEST_TALLY_FILE names, for .ci/run; without it, nothing. */
export default class TallyReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.TEST_TALLY_FILE;
    if (!file) return;
    // A test file that could not be loaded has no tests to count, and is a failure all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    writeFileSync(file, `${results.numPassedTests} ${failed} ${skipped}\n`);
  }
}
