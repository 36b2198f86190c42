import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { SharedTimer } from './shared-timer.js';

describe('the shared timer', () => {
  let timer: SharedTimer;

  beforeEach(() => {
    jest.useFakeTimers();
    timer = new SharedTimer();
  });

  afterEach(async () => {
    await timer.stop();
    jest.useRealTimers();
  });

  it('runs every task each second, from the start of the application to its end', async () => {
    const [one, other] = [jest.fn<() => void>(), jest.fn<() => void>()];
    timer.everySecond(one);
    timer.everySecond(other);
    await jest.advanceTimersByTimeAsync(2000);
    expect(one).not.toHaveBeenCalled();
    timer.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(3000);
    expect([one.mock.calls.length, other.mock.calls.length]).toEqual([3, 3]);
    await timer.stop();
    await jest.advanceTimersByTimeAsync(2000);
    expect(one.mock.calls).toHaveLength(3);
  });

  it('never runs a task twice at a time, and waits for it at the end', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const task = jest.fn(async () => {
      await promise;
    });
    timer.everySecond(task);
    timer.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(5000);
    expect(task.mock.calls).toHaveLength(1);
    let stopped = false;
    const stopping = timer.stop().then(() => (stopped = true));
    await jest.advanceTimersByTimeAsync(10);
    expect(stopped).toBe(false);
    resolve(undefined);
    await stopping;
  });

  it('goes on after a failure, and says so once', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const works = jest.fn<() => void>();
    let broken = true;
    timer.everySecond(() => {
      if (broken) throw new Error('no');
    });
    timer.everySecond(works);
    timer.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(3000);
    broken = false;
    await jest.advanceTimersByTimeAsync(1000);
    broken = true;
    await jest.advanceTimersByTimeAsync(1000);
    expect(works.mock.calls).toHaveLength(5);
    expect(warn.mock.calls).toHaveLength(2);
  });
});
