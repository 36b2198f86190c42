import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openLogFile } from '../../src/telemetry/log-file.js';
import { LogFileUnusable } from '../../src/telemetry/telemetry.errors.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

const MB = 1024 * 1024;
const LINE = `${'x'.repeat(1023)}\n`;

const ignore = (): void => undefined;

describe('the log file', () => {
  it('is begun anew when it is full, and only so many full ones stay', async () => {
    const folder = tempFolder();
    const path = join(folder, 'logs', 'desk.log');
    const file = await openLogFile({ path, maxMb: 1, keep: 2 }, ignore);
    const highest = (): number =>
      Math.max(...readdirSync(join(folder, 'logs')).map((name) => Number(name.split('.')[1])));
    for (let next = 2; next <= 6; next += 1) {
      for (let n = 0; n < 1024; n += 1) file.write(LINE);
      await until(() => highest() === next);
    }
    file.write('the last line\n');
    await until(() => readFileSync(join(folder, 'logs', 'desk.6.log'), 'utf8') === 'the last line\n');
    await until(() => readdirSync(join(folder, 'logs')).length <= 3);
    const kept = readdirSync(join(folder, 'logs')).sort();
    expect(kept).toContain('desk.5.log');
    expect(kept).not.toContain('desk.3.log');
    // What came in one go stays together, so a file may be larger, by what waited then.
    expect(statSync(join(folder, 'logs', 'desk.5.log')).size).toBe(MB);
  });

  it('is gone on with after a restart', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'desk.7.log'), 'before\n');
    const file = await openLogFile({ path: join(folder, 'desk.log'), maxMb: 1, keep: 2 }, ignore);
    file.write('after\n');
    await until(() => readFileSync(join(folder, 'desk.7.log'), 'utf8') === 'before\nafter\n');
  });

  it('that can not be made is refused, with what to do', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a-file'), '');
    const path = join(folder, 'a-file', 'desk.log');
    const opening = openLogFile({ path, maxMb: 1, keep: 2 }, ignore);
    await expect(opening).rejects.toThrow(LogFileUnusable);
    await expect(opening).rejects.toThrow(`The log file ${path} can't be written`);
    await expect(opening).rejects.toThrow('set LOG_FILE to another path');
  });

  it('on a full disk is told of once, takes no memory without bounds, and stops nobody', async () => {
    const folder = tempFolder();
    symlinkSync('/dev/full', join(folder, 'desk.1.log'));
    const told: unknown[] = [];
    const file = await openLogFile({ path: join(folder, 'desk.log'), maxMb: 1, keep: 2 }, (...news) => told.push(news));
    file.write(LINE);
    await until(() => told.length > 0);
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 50_000; n += 1) {
      file.write(`${n}${LINE}`);
      if (n % 1000 === 0) await new Promise(setImmediate);
    }
    expect(told).toEqual([[false, 'ENOSPC']]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(40 * MB);
  });
});
