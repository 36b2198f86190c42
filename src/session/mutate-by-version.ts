import { type SessionData, type SessionPatch } from './session-data.js';
import { type SessionLookup, type WriteResult } from './session-results.js';
import { type MutateOptions, type WriteOptions } from './session-store.js';

const MAX_ATTEMPTS = 16;

/** How a store reads and writes the session in question. */
interface ReadAndWrite {
  readonly read: () => Promise<SessionLookup>;
  readonly write: (patch: SessionPatch, options: WriteOptions) => Promise<WriteResult>;
}

/** `SessionStore.mutate` over any store that compares and sets by version. */
export async function mutateByVersion(
  { read, write }: ReadAndWrite,
  compute: (session: SessionData) => SessionPatch | null,
  { maxAttempts = MAX_ATTEMPTS, ...options }: MutateOptions,
): Promise<WriteResult> {
  for (let attempt = 1; ; attempt += 1) {
    const lookup = await read();
    if (lookup.status !== 'found') return lookup;
    const { version, incarnation } = lookup.session;
    // A caller's own condition stands; otherwise the write must meet the session that `compute` saw.
    const ifVersion = options.ifVersion ?? { version, incarnation };
    const result = await write(compute(lookup.session) ?? {}, { ...options, ifVersion });
    if (result.status !== 'conflict' || options.ifVersion || attempt >= maxAttempts) return result;
  }
}
