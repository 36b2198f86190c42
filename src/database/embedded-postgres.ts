import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { MEMORY_DATA_DIR } from '../config/app-config.js';
import { lockDataDir } from './data-dir-lock.js';

/** A PGlite that listens like a Postgres server, on a socket only this process knows. */
export interface EmbeddedPostgres {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly dataDir: string;
  readonly listen: { readonly path: string } | { readonly host: string; readonly port: number };
}

/** Sent once, when the worker listens: `host:port`, or the path of a socket. */
export interface WorkerMessage {
  readonly connection: string;
}

// Under Jest the sources run as they are; Node strips the types of a .ts worker.
const WORKER = new URL(`./embedded-postgres.worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/**
 * Starts the embedded database in `dataDir`.
 * @throws DataDirInUse when another live process has it
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const inMemory = dataDir === MEMORY_DATA_DIR;
  const unlock = inMemory ? (): void => undefined : lockDataDir(dataDir);
  const socketDir = process.platform === 'win32' ? undefined : mkdtempSync(join(tmpdir(), 'frontdesk-'));
  const cleanUp = (): void => {
    if (socketDir) rmSync(socketDir, { recursive: true, force: true });
    unlock();
  };
  process.once('exit', cleanUp);
  const release = (): void => {
    process.removeListener('exit', cleanUp);
    cleanUp();
  };
  try {
    // The number is PGlite's Postgres version: a later one cannot open this folder and gets one of its own.
    const folder = inMemory ? MEMORY_DATA_DIR : join(dataDir, 'postgres-18');
    const listen = socketDir ? { path: join(socketDir, '.s.PGSQL.5432') } : { host: '127.0.0.1', port: 0 };
    if (!inMemory) await initializeFolder(folder);
    const worker = new Worker(WORKER, { workerData: { dataDir: folder, listen } satisfies WorkerOptions });
    const connection = await listening(worker);
    const port = socketDir ? 5432 : Number(connection.split(':').pop());
    return { host: socketDir ?? '127.0.0.1', port, stop: () => stopWorker(worker).finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

async function initializeFolder(folder: string): Promise<void> {
  if (existsSync(join(folder, 'PG_VERSION'))) return;
  mkdirSync(folder, { recursive: true });
  const child = fork(WORKER, [folder]);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0)
    throw new Error(`The embedded database could not be created in ${folder} (exit code ${code ?? 'none'})`);
}

function listening(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.once('message', ({ connection }: WorkerMessage) => {
      resolve(connection);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`The embedded database stopped while starting (exit code ${code})`));
    });
  });
}

async function stopWorker(worker: Worker): Promise<void> {
  const exited = once(worker, 'exit');
  worker.postMessage('close');
  await exited;
}
