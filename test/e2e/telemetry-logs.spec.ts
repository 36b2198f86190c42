import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { startChildApp } from '../support/child-app.js';
import { tempFolder } from '../support/temp-folder.js';

const settings = { ENVIRONMENT: 'test', DATA_DIR: 'memory://', SAMPLE_KNOWLEDGE: 'false' };

it('the file holds what the console shows, to the last line before the end', async () => {
  const folder = tempFolder();
  const desk = await startChildApp({ ...settings, LOG_LEVEL: 'debug', LOG_FILE: join(folder, 'logs', 'desk.log') });
  const api = new ApiClient(desk.url);
  for (let n = 0; n < 10; n += 1) await api.post('/api/v1/sessions', {}, { headers: { 'x-request-id': `id-${n}` } });
  expect(await desk.stop()).toBe(0);
  const isLog = (line: string): boolean => line.includes('"level":');
  const console = desk.output().split('\n').filter(isLog);
  const file = readFileSync(join(folder, 'logs', 'desk.1.log'), 'utf8')
    .trim()
    .split('\n');
  // The console is kept from its fiftieth line from the end.
  expect(file.slice(-console.length)).toEqual(console);
  expect(file.filter((line) => /"requestId":"id-\d"/.test(line)).length).toBeGreaterThanOrEqual(10);
});

it('a desk whose log file can not be made says what to do and ends with 1', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'in-the-way'), '');
  const starting = startChildApp({ ...settings, LOG_FILE: join(folder, 'in-the-way', 'desk.log') });
  await expect(starting).rejects.toThrow(
    /ended at its start \(1\):\nFrontdesk cannot start\. The log file .*desk\.log can't be written/,
  );
});
