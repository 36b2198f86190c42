import { rm } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onCleanUp } from './clean-up.js';

/** A new empty folder, removed at the end of the test file or with the whole run, should that be killed. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-'));
  onCleanUp(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
