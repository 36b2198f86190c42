import { Logger } from '@nestjs/common';
import { AppError } from '../common/app-error.js';
import { SystemClock } from '../common/clock.js';
import { exportSessions } from './sessions/export-sessions.js';
import { formatStats } from './sessions/format-stats.js';
import { importSessions } from './sessions/import-sessions.js';
import { migrateSessions } from './sessions/migrate-sessions.js';
import { checkDistinct, readStoreConfig, readTargetConfig, withStore } from './sessions/open-store.js';
import { rewrapSessions } from './sessions/rewrap-sessions.js';
import { SessionsUsageInvalid } from './sessions/sessions-errors.js';
import { readCommand, type SessionsCommand, USAGE } from './sessions/sessions-options.js';
import { Tally } from './sessions/tally.js';

/** What a shell expects of a command that an interrupt ended: 128 and the number of the signal. */
const INTERRUPTED = 130;

// Standard output may be the archive, and what happens to connections is told by the errors.
Logger.overrideLogger(['error', 'fatal']);

const clock = new SystemClock();
const interruption = new AbortController();
const { signal } = interruption;

// The first interrupt ends the run tidily; a second one ends the process, as there is no listener left.
process.once('SIGINT', () => {
  interruption.abort();
});

try {
  await run(readCommand(process.argv.slice(2)));
} catch (error) {
  console.error(signal.aborted ? 'Stopped. Run it again to go on.' : describe(error));
  process.exitCode = signal.aborted ? INTERRUPTED : 1;
}

async function run(command: SessionsCommand): Promise<void> {
  const config = readStoreConfig();
  await withStore(config, clock, async (store) => {
    switch (command.name) {
      case 'export':
        await told(new Tally(['exported'] as const), (tally) =>
          exportSessions(store, tally, { ...command, clock, signal }),
        );
        if (command.out !== '-')
          console.error(`${command.out} holds customers' data in clear; only its owner may read it.`);
        return;
      case 'import': {
        const outcomes = ['created', 'existing', 'expired', 'deleted'] as const;
        return told(new Tally(outcomes), (tally) => importSessions(store, tally, { ...command, clock, signal }));
      }
      case 'migrate': {
        const target = readTargetConfig(command.toEnv);
        checkDistinct(config, target);
        const outcomes = ['copied', 'updated', 'current', 'newer', 'expired', 'deleted'] as const;
        return withStore(target, clock, (to) =>
          told(new Tally(outcomes), (tally) => migrateSessions(store, to, tally, { clock, signal })),
        );
      }
      case 'stats': {
        const [stats, { roundTripMs }] = [await store.getStats(), await store.ping()];
        console.log(command.json ? JSON.stringify(stats, null, 2) : formatStats(stats, roundTripMs));
        return;
      }
      case 'rewrap': {
        const outcomes = ['resealed', 'current', 'missing'] as const;
        return told(new Tally(outcomes), (tally) => rewrapSessions(store, tally, { ...command, signal }));
      }
    }
  });
}

/** Does the work and tells its counts, also when it failed half way. Standard output may be the archive. */
async function told<Outcome extends string>(
  tally: Tally<Outcome>,
  work: (tally: Tally<Outcome>) => Promise<void>,
): Promise<void> {
  try {
    await work(tally);
  } finally {
    console.error(tally.toString());
  }
}

function describe(error: unknown): string {
  if (error instanceof SessionsUsageInvalid) return `${error.message}\n\n${USAGE}`;
  if (error instanceof AppError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
