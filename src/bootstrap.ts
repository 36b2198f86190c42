import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { DeskLogger } from './telemetry/desk-logger.js';
import { AppModule } from './app.module.js';
import { DeskIoAdapter } from './chat/realtime/desk-io.adapter.js';
import { type Clock } from './common/clock.js';
import { Stopping } from './common/stopping.js';
import { type AppConfig } from './config/app-config.js';
import { configureHttpEdge } from './http-edge.js';
import { serveOpenApi } from './openapi.js';
import { HttpDoor } from './transport/http-door.js';
import { listen } from './transport/listen.js';

/** How long answers to what was cut may take to get out, in ms. */
const LAST_WORDS_MS = 1_000;

/** What tests put in place of the real thing. */
export interface BootstrapOverrides {
  readonly clock?: Clock;
}

/** A desk that serves. */
export interface RunningDesk {
  readonly url: string;
  /**
   * Stops serving without failing a request, then closes everything, what others need last. It is over when the delay, the grace and
   * some seconds for closing have passed, at the latest.
   */
  stop(): Promise<void>;
}

/** Builds the application without starting anything: no connection is made, no port is opened. */
export async function createApp(
  config: AppConfig,
  { clock }: BootstrapOverrides = {},
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.register(config, clock), {
    bufferLogs: true,
    // A part that can't be made ends the start with one message: Nest would print its own besides, with the stack.
    autoFlushLogs: false,
    abortOnError: false,
    bodyParser: false,
  });
  app.useLogger(app.get(DeskLogger));
  app.flushLogs();
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

/**
 * Starts the desk and lets it listen. A start that fails, or is given up by `signal`, closes what it opened.
 * @throws the AppError that says why it can't start; the signal's reason
 */
export async function startDesk(config: AppConfig, signal: AbortSignal): Promise<RunningDesk> {
  const app = await bootstrap(config);
  try {
    signal.throwIfAborted();
    const door = new HttpDoor(app.getHttpServer());
    await listen(app, config.api);
    signal.throwIfAborted();
    const url = (await app.getUrl()).replace('[::1]', 'localhost');
    return { url, stop: () => stopDesk(app, door, config.api) };
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
}

async function stopDesk(app: NestExpressApplication, door: HttpDoor, api: AppConfig['api']): Promise<void> {
  const stopping = app.get(Stopping);
  stopping.begin(api.shutdownDelayMs);
  if (api.shutdownDelayMs > 0) {
    door.sayLast();
    await sleep(api.shutdownDelayMs);
  }
  // Only then: as long as answers keep their connections, hardly a new one is made, and none is lost with the listening socket.
  await door.stopListening();
  door.sayLast();
  const late = new AbortController();
  // Requests and sockets end beside each other; a turn that a socket has begun is waited for below.
  await stopping.within(Promise.all([door.empty(api.shutdownIdleMs, late.signal), stopping.depart()]));
  late.abort();
  const cutting = setTimeout(() => {
    door.cut();
  }, stopping.leftMs() + LAST_WORDS_MS);
  await app.close().finally(() => {
    clearTimeout(cutting);
  });
}
