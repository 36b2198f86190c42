import { spawn } from 'node:child_process';
import { BackupInvalid } from './backup.errors.js';

/** As much of what a program complains about as is passed on. */
const MOST_COMPLAINT = 2000;

/**
 * Runs a program to its end. `environment` is added to that of this process: secrets go there, since everybody on the machine can read
 * the arguments of a process.
 * @throws BackupInvalid when it is missing or fails, with what it said
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(program, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (data: Buffer) => {
    complaint = (complaint + data.toString()).slice(-MOST_COMPLAINT);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((cause: unknown) => {
    throw new BackupInvalid(
      `${program} cannot be run. Install it and put it on PATH (pg_dump and pg_restore come with the PostgreSQL client).`,
      { cause },
    );
  });
  if (code !== 0) throw new BackupInvalid(`${program} failed:\n${complaint.trim()}`);
}
