import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onCleanUp } from './clean-up.js';
import { WIDE_LIMITS } from './wide-limits.mjs';

/** A start of the built application includes creating its embedded database, on a busy machine. */
const START_WITHIN_MS = 60_000;
const KEPT_LINES = 50;

/** The built application as a process of its own. */
export interface ChildApp {
  readonly url: string;
  /** What it printed so far, its last lines. */
  readonly output: () => string;
  /** Everything it printed. */
  readonly log: () => string;
  /** Sends a signal to this very process and waits until it is gone; resolves to its exit code, or the signal's name. */
  stop(signal?: 'SIGTERM' | 'SIGKILL' | 'SIGINT'): Promise<number | string>;
}

/**
 * Starts `node dist/main.js` on a free port of 127.0.0.1 and waits for the line that carries its `url`.
 * The environment is `env` and WIDE_LIMITS: no variable of the test run reaches it. It must name a DATA_DIR.
 */
export async function startChildApp(env: Readonly<Record<string, string>>): Promise<ChildApp> {
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: { PATH: process.env.PATH ?? '', API_HOST: '127.0.0.1', API_PORT: '0', ...WIDE_LIMITS, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const stop: ChildApp['stop'] = async (signal = 'SIGTERM') => {
    child.kill(signal);
    const [code, killedBy] = await exited;
    return code ?? killedBy ?? 'unknown';
  };
  // A worker that Jest ends before the clean-up takes the application along.
  process.once('exit', () => child.kill('SIGKILL'));
  onCleanUp(async () => {
    await stop('SIGKILL');
  });
  const lines: string[] = [];
  const output = (): string => lines.slice(-KEPT_LINES).join('\n');
  return { url: await announcedUrl(child, lines), output, log: () => lines.join('\n'), stop };
}

function announcedUrl(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(timer);
      reject(new Error(`dist/main.js ${reason}:\n${lines.slice(-KEPT_LINES).join('\n')}`));
    };
    const timer = setTimeout(() => {
      fail(`named no url within ${START_WITHIN_MS} ms`);
    }, START_WITHIN_MS);
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const url = urlOf(line);
        if (url === undefined) return;
        clearTimeout(timer);
        resolve(url);
      });
    }
    child.once('exit', (code, signal) => {
      fail(`ended at its start (${code ?? signal ?? 'unknown'})`);
    });
  });
}

/** The `url` of a JSON log line, or undefined. */
function urlOf(line: string): string | undefined {
  try {
    const record: unknown = JSON.parse(line);
    if (typeof record !== 'object' || record === null || !('url' in record)) return undefined;
    return typeof record.url === 'string' ? record.url : undefined;
  } catch {
    return undefined;
  }
}
