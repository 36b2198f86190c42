import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';
import { ConfigInvalid } from './config-invalid.js';

function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems.map(({ field }) => field);
    throw error;
  }
  return [];
}

describe('attachment configuration', () => {
  it('keeps files on disk and scans nothing unless told otherwise', () => {
    expect(loadConfig({}).attachments).toEqual({
      maxBytes: 10_485_760,
      maxFilesPerSession: 20,
      maxBytesPerSession: 52_428_800,
      maxPages: 500,
      storage: { kind: 'disk' },
      clamd: null,
    });
  });

  it('reads a bucket with its key', () => {
    const env = {
      ATTACHMENT_STORAGE: 's3',
      S3_BUCKET: 'files',
      S3_ENDPOINT: 'http://127.0.0.1:9000',
      S3_REGION: 'eu-central-1',
      S3_ACCESS_KEY_ID: 'id',
      S3_SECRET_ACCESS_KEY: 'secret',
      S3_PATH_STYLE: 'true',
    };
    expect(loadConfig(env).attachments.storage).toEqual({
      kind: 's3',
      bucket: 'files',
      region: 'eu-central-1',
      pathStyle: true,
      endpoint: 'http://127.0.0.1:9000',
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    });
  });

  it.each([
    ['clamav:3310', { host: 'clamav', port: 3310 }],
    ['[::1]:3310', { host: '::1', port: 3310 }],
    ['/run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
  ])('reads the scanner address %s', (address, expected) => {
    expect(loadConfig({ ATTACHMENT_CLAMD: address }).attachments.clamd).toEqual(expected);
  });

  it('names what does not fit together', () => {
    expect(problemsOf({ ATTACHMENT_STORAGE: 's3', S3_ACCESS_KEY_ID: 'id' })).toEqual([
      'ATTACHMENT_STORAGE',
      'S3_ACCESS_KEY_ID',
    ]);
    expect(problemsOf({ ATTACHMENT_MAX_MB: '100' })).toEqual(['ATTACHMENT_MAX_MB_PER_SESSION']);
    expect(problemsOf({ ATTACHMENT_CLAMD: 'clamav' })).toEqual(['ATTACHMENT_CLAMD']);
    expect(problemsOf({ ATTACHMENT_MAX_MBS: '3' })).toEqual(['ATTACHMENT_MAX_MBS']);
  });
});
