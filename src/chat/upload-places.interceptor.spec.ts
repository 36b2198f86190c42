import { type ExecutionContext } from '@nestjs/common';
import { expect, it } from '@jest/globals';
import { NEVER, of, throwError } from 'rxjs';
import { AttachmentReaderBusy } from '../tools/attachment/attachment.errors.js';
import { UploadPlaces } from './upload-places.interceptor.js';

const CONTEXT = {} as ExecutionContext;

it('takes 64 uploads at a time, and the next when one has ended, however it did', () => {
  const places = new UploadPlaces();
  const running = Array.from({ length: 64 }, () => places.intercept(CONTEXT, { handle: () => NEVER }).subscribe());
  expect(() => places.intercept(CONTEXT, { handle: () => of(1) })).toThrow(AttachmentReaderBusy);
  for (const sender of running.splice(0, 2)) sender.unsubscribe();
  places.intercept(CONTEXT, { handle: () => throwError(() => new Error('broken off')) }).subscribe({ error: () => 0 });
  places.intercept(CONTEXT, { handle: () => of(1) }).subscribe();
  for (let n = 0; n < 2; n += 1) places.intercept(CONTEXT, { handle: () => NEVER }).subscribe();
  expect(() => places.intercept(CONTEXT, { handle: () => of(1) })).toThrow(AttachmentReaderBusy);
});
