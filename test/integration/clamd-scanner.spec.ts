import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ClamdScanner } from '../../src/tools/attachment/scanner/clamd-scanner.js';
import { type ClamdServer, EICAR, startClamdServer } from '../support/clamd-server.js';
import { freePort } from '../support/free-port.js';
import { tempFolder } from '../support/temp-folder.js';

describe('clamd scanner', () => {
  let clamd: ClamdServer;
  let scanner: ClamdScanner;
  const never = new AbortController().signal;
  const folder = tempFolder();
  const file = (content: string | Buffer): string => {
    const path = join(folder, 'file');
    writeFileSync(path, content);
    return path;
  };
  beforeAll(async () => {
    clamd = await startClamdServer();
    scanner = new ClamdScanner(clamd.address, 300);
  });

  it('shows the daemon every byte and lets a clean file pass', async () => {
    clamd.behave('well');
    await scanner.scan(file(Buffer.alloc(300_000, 'a')), never);
    expect(clamd.lastScanned()).toBe(300_000);
    await scanner.scan(file(''), never);
    expect(clamd.lastScanned()).toBe(0);
  });

  it('refuses an infected file', async () => {
    clamd.behave('well');
    await expect(scanner.scan(file(`${'x'.repeat(100_000)}${EICAR}`), never)).rejects.toMatchObject({
      code: 'attachment_infected',
      kind: 'unprocessable',
    });
  });

  it.each(['silent', 'error', 'hang_up'] as const)('lets nothing pass while the daemon is %s', async (how) => {
    clamd.behave(how);
    await expect(scanner.scan(file('harmless'), never)).rejects.toMatchObject({
      code: 'attachment_scanner_unavailable',
      retryable: true,
    });
  });

  it('lets nothing pass without a daemon', async () => {
    const nowhere = new ClamdScanner({ host: '127.0.0.1', port: await freePort() });
    await expect(nowhere.scan(file('harmless'), never)).rejects.toMatchObject({
      code: 'attachment_scanner_unavailable',
    });
  });

  it('stops with its caller', async () => {
    clamd.behave('silent');
    const caller = new AbortController();
    const patient = new ClamdScanner(clamd.address, 60_000);
    const scanning = patient.scan(file('harmless'), caller.signal);
    setTimeout(() => {
      caller.abort(new Error('gone'));
    }, 50);
    await expect(scanning).rejects.toThrow('gone');
  });
});
