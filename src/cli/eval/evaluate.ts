import { type EvalOptions } from './eval-options.js';
import { findSets, readSet, readUnanswerable } from './read-retrieval-sets.js';
import { type RetrievalTarget } from './retrieval-target.js';
import { scoreSet, type SetReport } from './score-set.js';

/** Opens the desk that one set is asked of. */
export type OpenTarget = (setName: string) => Promise<RetrievalTarget>;

/**
 * Scores every wanted set, each in a target of its own, which is closed whatever happens; `signal` ends it early.
 * @throws EvalInputInvalid before anything is opened for a set, EvalTargetFailed
 */
export async function evaluate(options: EvalOptions, open: OpenTarget, signal: AbortSignal): Promise<SetReport[]> {
  const folders = await findSets(options.data, options.sets);
  const unanswerable = await Promise.all(options.unanswerable.map(readUnanswerable));
  const reports: SetReport[] = [];
  for (const folder of folders) {
    const set = await readSet(folder);
    signal.throwIfAborted();
    const target = await open(set.name);
    try {
      reports.push(await scoreSet(set, target, { ...options, unanswerable, signal }));
    } finally {
      await target.close();
    }
  }
  return reports;
}
