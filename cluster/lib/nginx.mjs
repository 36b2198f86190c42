import { chmodSync, mkdtempSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram, requireProgram } from '../../test/support/find-program.mjs';
import { startGuardedServer } from '../../test/support/guarded-server.mjs';
import { stablePort } from './stable-port.mjs';

const TEMPLATE = new URL('../../deploy/nginx/frontdesk.conf.template', import.meta.url);
const FILES = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'];
const READY_WITHIN_MS = 15_000;
/** nginx has read its configuration again and has new workers by then. */
const RELOADED_WITHIN_MS = 1_000;

const requireNginx = () =>
  requireProgram({
    part: 'nginx',
    find: () => findProgram(['nginx'], FILES),
    commands: { darwin: 'brew install nginx', other: '(put nginx 1.15.3 or newer on PATH)' },
  });

/**
 * Starts nginx with the configuration of a real deployment in front of the instances at `upstreams` (host:port).
 * Requests are logged to `logFile`, each with the instance that answered it.
 */
export async function startNginx({ upstreams, port: wanted, logFile }) {
  const command = requireNginx();
  const port = wanted ?? (await stablePort());
  const folder = mkdtempSync(join(tmpdir(), 'fdnginx-'));
  // Started by root, nginx works as `nobody`, who must get through to the folders that nginx makes for it here.
  chmodSync(folder, 0o711);
  const configure = async (out) => {
    const servers = upstreams.map((upstream) => `server ${upstream} max_fails=0${out === upstream ? ' down' : ''};`);
    const site = await siteOf({
      FRONTDESK_LISTEN: `127.0.0.1:${port}`,
      FRONTDESK_SERVERS: servers.join('\n  '),
      FRONTDESK_MAX_BODY: '26m',
    });
    await writeFile(join(folder, 'frontdesk.conf'), site);
  };
  await configure(null);
  await writeFile(join(folder, 'nginx.conf'), mainOf(folder, logFile));
  const stop = await startGuardedServer({
    command,
    args: ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')],
    identity: {},
    folder,
    isReady: () => isOpen(port),
    readyWithinMs: READY_WITHIN_MS,
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop,
    /** Sends nothing new to one of the upstreams, or to all of them again for null, by a reload as an operator does it. */
    async takeOut(upstream) {
      await configure(upstream);
      process.kill(Number(await readFile(join(folder, 'nginx.pid'), 'utf8')), 'SIGHUP');
      await sleep(RELOADED_WITHIN_MS);
    },
  };
}

/** The template with its names filled in, as envsubst does it. */
async function siteOf(values) {
  const template = await readFile(TEMPLATE, 'utf8');
  return template.replace(/\$\{(FRONTDESK_\w+)\}/g, (_, name) => {
    if (values[name] === undefined) throw new Error(`the nginx template asks for ${name}`);
    return values[name];
  });
}

/** What a distribution's own nginx.conf says, for a folder of its own. */
function mainOf(folder, logFile) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `  ${kind}_temp_path ${join(folder, kind)};`,
  );
  return `daemon off;
worker_processes 2;
worker_rlimit_nofile 65536;
pid ${join(folder, 'nginx.pid')};
error_log stderr crit;
events {
  worker_connections 16384;
}
http {
${temporary.join('\n')}
  types {}
  default_type application/octet-stream;
  log_format desk '$time_iso8601 $status $request_method $uri $request_time s from $upstream_addr $frontdesk_request_id';
  access_log ${logFile} desk;
  include ${join(folder, 'frontdesk.conf')};
}
`;
}

function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => resolve(true));
    socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
  });
}
