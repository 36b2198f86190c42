import 'reflect-metadata';
import { type RunningDesk, startDesk } from './bootstrap.js';
import { AppError } from './common/app-error.js';
import { type AppConfig, loadConfig } from './config/app-config.js';
import { withDevelopmentSecret } from './config/development-secret.js';
import { readEnvironment } from './config/read-environment.js';

/** Closing takes less than this after the grace, in ms; what takes longer hangs. */
const CLOSING_MS = 10_000;

class StoppedAtStart extends Error {}

const signals = watchSignals();
try {
  const config = await withDevelopmentSecret(loadConfig(readEnvironment(process.env)));
  const desk = await startDesk(config, signals.first);
  tell({ msg: 'Frontdesk is ready', url: desk.url });
  await signals.received;
  process.exit(await stop(desk, config.api));
} catch (error) {
  if (error instanceof StoppedAtStart)
    console.error('Frontdesk was stopped before it was ready. Nothing is left open.');
  // An operator can mend what we know; anything else is a fault and comes with its stack.
  else console.error(error instanceof AppError ? `Frontdesk cannot start. ${error.message}` : error);
  process.exit(1);
}

/** The first signal ends the desk in order, a second one ends the process at once. */
function watchSignals(): { readonly first: AbortSignal; readonly received: Promise<void> } {
  const first = new AbortController();
  const { promise: received, resolve } = Promise.withResolvers<undefined>();
  const onSignal = (): void => {
    if (first.signal.aborted) process.exit(1);
    first.abort(new StoppedAtStart());
    resolve(undefined);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return { first: first.signal, received };
}

/** Resolves to the exit code. */
async function stop(desk: RunningDesk, { shutdownDelayMs, shutdownGraceMs }: AppConfig['api']): Promise<number> {
  const mostMs = shutdownDelayMs + shutdownGraceMs + CLOSING_MS;
  setTimeout(() => {
    console.error(`Frontdesk did not stop within ${mostMs / 1000} s, and was ended.`);
    process.exit(1);
  }, mostMs).unref();
  try {
    await desk.stop();
    return 0;
  } catch (error) {
    console.error('Frontdesk did not stop cleanly.', error);
    return 1;
  }
}

function tell(facts: object): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...facts })}\n`);
}
