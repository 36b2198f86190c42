import { SAMPLE } from './sample-session.mjs';

/** Our store behind the few operations that all contestants have; `staleMs`: read by getBounded. */
export function ourContestant(store, { staleMs } = {}) {
  const lookup = (id) => (staleMs === undefined ? store.get(id) : store.getBounded(id, staleMs));
  return {
    create: (id) => store.create({ sessionId: id, ...SAMPLE }),
    read: async (id) => {
      const found = await lookup(id);
      return found.status === 'found' ? { count: found.session.messageCount, values: found.session.metadata } : null;
    },
    increment: async (id, opId) => {
      const { status } = await store.incrementCounter(id, 'messageCount', 1, opId === undefined ? {} : { opId });
      return status === 'applied' || status === 'replayed';
    },
    set: (id, key, value) => store.update(id, { metadata: { [key]: value } }),
    /** A request that reads the session first and writes at its end. */
    begin: async (id) => {
      await lookup(id);
      return (key, value) => store.update(id, { metadata: { [key]: value } });
    },
    touch: (id) => store.touch(id),
    remove: (id) => store.delete(id),
    close: () => store.close(),
  };
}
