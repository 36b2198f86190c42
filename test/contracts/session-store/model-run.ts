import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LeaseGrant } from '../../../src/session/session-results.js';
import { type SessionStore } from '../../../src/session/session-store.js';
import { ABSOLUTE_MS, IDLE_MS, type SessionStoreHarness } from './harness.js';
import { type RealStore, sessionCommands } from './model-commands.js';
import { type Observation, SessionModel } from './session-model.js';

const RUNS = 300;
const MAX_COMMANDS = 60;

/** The same view of the store's session as the model's, with times counted from the start of the run. */
async function observe(store: SessionStore, sessionId: string, start: number): Promise<Observation | string> {
  const lookup = await store.get(sessionId);
  if (lookup.status !== 'found') return lookup.status === 'not_found' && lookup.deleted ? 'deleted' : lookup.status;
  const { userId, metadata, counters, version, changeSeq, expiresAt, idleMs } = lookup.session;
  return {
    userId,
    metadata: metadata as Record<string, number>,
    counters,
    version,
    changeSeq,
    expiresAt: expiresAt - start,
    idleMs,
  };
}

/** Checks after each command that every session looks the same on both sides. */
function observed(store: SessionStore, start: number, commands: Iterable<Command>): Command[] {
  return [...commands].map((command) => ({
    check: (model) => command.check(model),
    toString: () => command.toString(),
    run: async (model, real) => {
      await command.run(model, real);
      for (const id of ['a', 'b', 'c']) expect(await observe(store, id, start)).toEqual(model.observe(id));
      expect(await store.countActive()).toBe(model.countActive());
    },
  }));
}

type Command = fc.AsyncCommand<SessionModel, RealStore>;

async function startOf(store: SessionStore): Promise<number> {
  const probe = await store.create({ sessionId: 'clock-probe', threadId: 't' });
  if (!('session' in probe)) throw new Error('the clock probe was refused');
  await store.delete('clock-probe');
  return probe.session.createdAt;
}

export function modelContract(harness: SessionStoreHarness): void {
  const { modelRuns = RUNS } = harness;
  describe('model', () => {
    it(`agrees with a naive model over ${modelRuns} random histories of up to ${MAX_COMMANDS} commands`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.commands(sessionCommands, { maxCommands: MAX_COMMANDS }), async (commands) => {
          const store = await harness.create({ idleTimeoutMs: IDLE_MS, absoluteTimeoutMs: ABSOLUTE_MS });
          const start = await startOf(store);
          const grants = new Map<string, LeaseGrant>();
          const advance = async (ms: number): Promise<void> => {
            await harness.advance(ms);
          };
          const setup = (): { model: SessionModel; real: RealStore } => ({
            model: new SessionModel(),
            real: { store, advance, grants },
          });
          await fc.asyncModelRun(setup, observed(store, start, commands)).finally(() => store.close());
        }),
        { numRuns: modelRuns },
      );
    });
  });
}
