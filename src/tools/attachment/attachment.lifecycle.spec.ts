import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Readable } from 'node:stream';
import { SystemClock } from '../../common/clock.js';
import { MEMORY_DATA_DIR } from '../../config/app-config.js';
import { AttachmentLifecycle } from './attachment.lifecycle.js';
import { AttachmentFolder } from './storage/attachment-folder.js';
import { DiskBlobStorage } from './storage/disk-blob-storage.js';
import { AttachmentStorageUnavailable } from './upload.errors.js';

describe('AttachmentLifecycle', () => {
  let sweeps: (() => Promise<{ deleted: number; failure?: unknown }>)[];
  let swept: number;
  let closed: string[];
  let warn: ReturnType<typeof jest.spyOn>;
  const folder = new AttachmentFolder(MEMORY_DATA_DIR, new SystemClock());
  const lifecycle = (storage = new DiskBlobStorage(folder)): AttachmentLifecycle =>
    new AttachmentLifecycle({
      folder,
      storage,
      extractor: { close: async () => void closed.push('extractor') },
      sweeper: {
        sweep: async () => {
          swept += 1;
          return (await sweeps.shift()?.()) ?? { deleted: 0 };
        },
      },
    });

  beforeEach(() => {
    [sweeps, swept, closed] = [[], 0, []];
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    jest.spyOn(Logger.prototype, 'log').mockReturnValue(undefined);
    warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sweeps twice a minute, also after a sweep that failed, until it is closed', async () => {
    const desk = lifecycle();
    await desk.onModuleInit();
    sweeps = [
      async () => {
        throw new Error('the database is away');
      },
      async () => ({ deleted: 1, failure: new AttachmentStorageUnavailable('Away.') }),
    ];
    await jest.advanceTimersByTimeAsync(90_000);
    expect(swept).toBe(3);
    await desk.onApplicationShutdown();
    await jest.advanceTimersByTimeAsync(90_000);
    expect([swept, closed]).toEqual([3, ['extractor']]);
  });

  it('starts although the storage is away, and says so', async () => {
    const away = new DiskBlobStorage(new AttachmentFolder('/dev/null/not-a-folder', new SystemClock()));
    const desk = lifecycle(away);
    await desk.onModuleInit();
    expect(warn).toHaveBeenCalledWith(
      expect.objectContaining({ event: 'attachment_storage_away' }),
      expect.any(String),
    );
    await expect(away.put('0'.repeat(32), Readable.from(['text']))).rejects.toBeInstanceOf(
      AttachmentStorageUnavailable,
    );
    await desk.onApplicationShutdown();
  });
});
