// Runs one server for exactly as long as the process that started this one: it holds the other end of our standard input,
// which closes when that process stops the server or dies in any way (Ctrl-C, kill -9). Then the server is ended by its own
// pid and its folder removed. Ctrl-C reaches a whole process group, so the starter puts this process into its own.
// With a message channel, a server that ends leaves its folder behind, and any message starts it again there.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

/** A fast shutdown takes some 20 ms; a server that takes this long hangs. */
const STOP_WITHIN_MS = 10_000;

const { command, args, identity, folder } = JSON.parse(process.argv[2]);
const restartable = process.connected === true;

let server;
let stopping = false;

const start = () => {
  server = spawn(command, args, { ...identity, cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  server.on('error', (error) => {
    process.stderr.write(`${command}: ${error.message}\n`);
    finish(1);
  });
  server.on('exit', (status, signal) => {
    if (stopping || !restartable) return finish(status ?? 1);
    // Nobody listens any more when the starter has just died; the end of standard input follows.
    process.send({ pid: null, ended: status ?? signal }, () => undefined);
  });
  if (restartable) process.send({ pid: server.pid ?? null }, () => undefined);
};

const stop = () => {
  stopping = true;
  if (server.exitCode !== null || server.signalCode !== null) finish(0);
  // SIGINT is Postgres' fast shutdown and Redis' own; `docker run` passes it on to its container.
  server.kill('SIGINT');
  setTimeout(() => server.kill('SIGKILL'), STOP_WITHIN_MS);
};

const finish = (status) => {
  // Others may still be writing into it: those who were killed together with our starter.
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  process.exit(status);
};

start();
process.stdin.on('end', stop).on('error', stop).resume();
process.on('SIGTERM', stop);
process.on('message', start);
