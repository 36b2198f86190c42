import { type Response } from 'express';
import { ValidationFailed } from '../common/app-error.js';

/** Aborts when the caller hangs up before the answer is sent. The reason is no fault of ours, so that it is not logged as one. */
export function disconnectSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new ValidationFailed('The caller hung up.'));
  });
  return controller.signal;
}
