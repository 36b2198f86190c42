// What sockets cost: memory of idle ones, the time of an acknowledgement, a crowd that comes back. See docs/socket-bench.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../test/support/postgres-server.mjs';
import { questions } from './help-text.mjs';
import { withSection } from './session/results-section.mjs';
import { measureSockets } from './sockets/measure.mjs';
import { openFiles } from './sockets/processes.mjs';
import { report } from './sockets/report.mjs';
import { startBare, startDesk } from './sockets/servers.mjs';

const PAGE = 'docs/socket-bench.md';

const { values: options } = parseArgs({
  options: {
    sockets: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '75' },
    reconnecting: { type: 'string', default: '1000' },
    settle: { type: 'string', default: '15' },
    home: { type: 'string', default: 'postgres' },
    write: { type: 'boolean', default: false },
  },
});
const sockets = Number(options.sockets);
const files = openFiles(sockets);
const work = {
  sockets,
  files,
  settleMs: Number(options.settle) * 1000,
  seconds: Number(options.seconds),
  reconnecting: Math.min(sockets, Number(options.reconnecting)),
  messages: questions(),
};

/** Measures a server that was just started, and ends it. */
async function measured(server) {
  try {
    return await measureSockets(server, work);
  } finally {
    await server.stop();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'frontdesk-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const postgres = options.home === 'postgres' ? await startPostgres({}) : undefined;
try {
  const location = postgres
    ? { kind: 'postgres', url: postgres.url(), poolSize: 10 }
    : { kind: 'embedded', dataDir: folder };
  const bare = await measured(await startBare({ files }));
  const desk = await measured(await startDesk(location, folder, { files, sockets }));
  const text = report({ desk, bare, home: postgres ? 'Postgres' : 'the embedded database', options });
  console.log(text);
  if (options.write) await writeFile(PAGE, await withSection(PAGE, text));
} finally {
  await postgres?.stop();
}
