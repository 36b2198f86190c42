import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { DeskLogger } from './telemetry/desk-logger.js';
import { AppModule } from './app.module.js';
import { DeskIoAdapter } from './chat/realtime/desk-io.adapter.js';
import { type Clock } from './common/clock.js';
import { type AppConfig } from './config/app-config.js';
import { configureHttpEdge } from './http-edge.js';
import { serveOpenApi } from './openapi.js';

/** What tests put in place of the real thing. */
export interface BootstrapOverrides {
  readonly clock?: Clock;
}

/** Builds the application without starting anything: no connection is made, no port is opened. */
export async function createApp(
  config: AppConfig,
  { clock }: BootstrapOverrides = {},
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.register(config, clock), {
    bufferLogs: true,
    abortOnError: false,
    bodyParser: false,
  });
  app.useLogger(app.get(DeskLogger));
  configureHttpEdge(app, config);
  app.useWebSocketAdapter(new DeskIoAdapter(app));
  if (config.api.docsEnabled) serveOpenApi(app);
  return app;
}

/**
 * The application, started and ready to listen. What was opened by a start that fails is closed again.
 * @throws the AppError that says why it can't start
 */
export async function bootstrap(
  config: AppConfig,
  overrides: BootstrapOverrides = {},
): Promise<NestExpressApplication> {
  const app = await createApp(config, overrides);
  try {
    return await app.init();
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
}
