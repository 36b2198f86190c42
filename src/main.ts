import 'reflect-metadata';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { bootstrap } from './bootstrap.js';
import { AppError } from './common/app-error.js';
import { loadConfig } from './config/app-config.js';
import { withDevelopmentSecret } from './config/development-secret.js';
import { readEnvironment } from './config/read-environment.js';

try {
  const config = await withDevelopmentSecret(loadConfig(readEnvironment(process.env)));
  const app = await bootstrap(config);
  stopOnSignals(app);
  await app.listen(config.api.port, config.api.host);
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), msg: 'Frontdesk is ready', url })}\n`);
} catch (error) {
  // An operator can mend what we know; anything else is a fault and comes with its stack.
  console.error(error instanceof AppError ? `Frontdesk cannot start. ${error.message}` : error);
  process.exit(1);
}

/** The first signal closes in order, a second one ends the process at once. */
function stopOnSignals(app: NestExpressApplication): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    void app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('Frontdesk did not stop cleanly.', error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
