// Judges a history by the state it ended in. One write leaves one change sequence number, so a write that was lost, or applied
// twice, leaves a number that no answer carried.

/**
 * @param {import('./checks.mjs').Checks} checks
 * @param {object[]} histories of all processes, as `mixedLoad` returns them
 * @param {object[]} finals the sessions as they are in the end
 */
export function checkHistory(checks, histories, finals) {
  const writes = histories.flatMap((history) => history.writes);
  const applied = writes.filter(({ status }) => status === 'applied' || status === 'replayed');
  const bySession = Map.groupBy(applied, ({ sessionId }) => sessionId);
  let lost = 0;
  let doubled = 0;
  let broken = 0;
  for (const session of finals) {
    const own = bySession.get(session.sessionId) ?? [];
    const expected = expectedState(own);
    for (const [field, least] of Object.entries(expected)) {
      const found = EVIDENCE[field](session);
      lost += Math.max(0, least - found);
      doubled += Math.max(0, found - least);
    }
    if (!isChain(own, session.changeSeq)) broken += 1;
  }
  checks.equal('ops applied', applied.length, writes.length);
  checks.equal('unknown left', writes.filter(({ status }) => status === 'unknown').length, 0);
  checks.equal('lost', lost, 0);
  checks.equal('applied twice', doubled, 0);
  checks.equal('sessions whose answers are no chain', broken, 0);
  checks.note('replayed', writes.filter(({ status }) => status === 'replayed').length);
  const reads = histories.reduce((sum, history) => sum + history.reads, 0);
  if (reads > 0)
    checks.equal(
      `stale reads of ${reads}`,
      histories.reduce((sum, history) => sum + history.staleReads, 0),
      0,
    );
}

const EVIDENCE = {
  increment: ({ counters }) => counters.total ?? 0,
  update: ({ counters }) => counters.updates ?? 0,
  mutate: ({ metadata }) => metadata.mutations ?? 0,
  version: ({ version }) => version - 1,
  changeSeq: ({ changeSeq }) => changeSeq - 1,
};

function expectedState(writes) {
  const count = (kind) => writes.filter((write) => write.kind === kind).length;
  const [increment, update, mutate] = [count('increment'), count('update'), count('mutate')];
  return { increment, update, mutate, version: update + mutate, changeSeq: writes.length };
}

/** Whether the answers carry each change number from 2 to the last once, and each value of a counter once. */
function isChain(writes, last) {
  const numbers = new Set(writes.map(({ changeSeq }) => changeSeq));
  if (numbers.size !== writes.length || writes.length !== last - 1) return false;
  const values = writes.filter(({ value }) => value !== undefined).map(({ kind, value }) => `${kind} ${value}`);
  return Math.max(1, ...numbers) === last && new Set(values).size === values.length;
}
