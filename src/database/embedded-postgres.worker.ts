import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
// `import type` leaves nothing behind: under Jest this file runs by type stripping and could not load a './x.js'.
import type { WorkerMessage, WorkerOptions } from './embedded-postgres.js';

/**
 * Two ways to run, one set of options. As a worker thread it serves, so that a long statement never blocks the event loop that
 * serves HTTP. As a child process it only creates the cluster: that takes some 400 MB, which end with the process.
 */
if (isMainThread) {
  const dataDir = process.argv[2];
  if (!dataDir) throw new Error('usage: embedded-postgres.worker <folder of the new cluster>');
  const database = await open(dataDir);
  await database.close();
} else {
  await serve(workerData as WorkerOptions);
}

function open(dataDir: string): Promise<PGlite> {
  return PGlite.create({
    dataDir,
    // Only makes pgvector available, like a package on a server; loaded it is where a statement needs it.
    extensions: { vector },
    // The defaults of a server (128 MB of shared buffers) would double the memory of an idle desk.
    postgresqlconf: ['shared_buffers = 16MB', 'maintenance_work_mem = 16MB', 'max_connections = 5'],
  });
}

async function serve({ dataDir, listen }: WorkerOptions): Promise<void> {
  const database = await open(dataDir);
  // One client is ours; spare connections let the pool reconnect while a broken socket is still being taken down.
  const server = new PGLiteSocketServer({ db: database, ...listen, maxConnections: 8 });
  await server.start();
  const listening: WorkerMessage = { connection: server.getServerConn() };
  parentPort?.postMessage(listening);
  parentPort?.once('message', () => {
    void server
      .stop()
      .then(() => database.close())
      .then(() => parentPort?.close());
  });
}
