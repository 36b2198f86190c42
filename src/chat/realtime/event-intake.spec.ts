import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type Ack } from '@frontdesk/client';
import { type Socket } from 'socket.io';
import { NotFound } from '../../common/app-error.js';
import { tooMany } from '../../limits/limits.errors.js';
import { currentRequestId } from '../../telemetry/request-context.js';
import { type EventHandler, EventIntake } from './event-intake.js';
import { type TransportGuard } from './transport-guard.js';

Logger.overrideLogger(false);

const socket = { conn: {} } as Socket;
let countEvent: jest.Mock<() => void>;
let intake: EventIntake;

beforeEach(() => {
  countEvent = jest.fn();
  intake = new EventIntake({ countEvent } as unknown as TransportGuard);
});

/** All answers to one event. */
async function answersTo(handler: EventHandler, args: unknown[], name = 'known'): Promise<Ack<unknown>[]> {
  const answers: Ack<unknown>[] = [];
  const answer = (ack: Ack<unknown>): unknown => answers.push(ack);
  await intake.receive(socket, new Map([['known', handler]]), name, [...args, answer]);
  return answers;
}

const failing: EventHandler = async () => {
  throw new NotFound('It is not there.');
};

describe('what comes in over a socket', () => {
  it('is answered once with what the handler returns', async () => {
    const handler = jest.fn<EventHandler>().mockResolvedValue({ done: true });
    expect(await answersTo(handler, [{ a: 1 }])).toEqual([{ ok: true, data: { done: true } }]);
    expect(handler).toHaveBeenCalledWith({ a: 1 }, expect.any(Function));
  });

  it('is answered by the filter alone when it has answered', async () => {
    const filtered: EventHandler = async (_body, answer) => {
      answer({ ok: true, data: { by: 'filter' } });
      return undefined;
    };
    expect(await answersTo(filtered, [{}])).toEqual([{ ok: true, data: { by: 'filter' } }]);
  });

  it('has a request id of its own, in logs and in problems', async () => {
    const ids: (string | undefined)[] = [];
    const handler: EventHandler = async () => {
      ids.push(currentRequestId());
      throw new NotFound('It is not there.');
    };
    const [one, other] = [...(await answersTo(handler, [{}])), ...(await answersTo(handler, [{}]))];
    expect(one).toMatchObject({ ok: false, error: { code: 'not_found', requestId: ids[0] } });
    expect(other).toMatchObject({ ok: false, error: { requestId: ids[1] } });
    expect(new Set(ids).size).toBe(2);
  });

  it('never throws, also when nobody wants an answer', async () => {
    await intake.receive(socket, new Map([['known', failing]]), 'known', []);
    await intake.receive(socket, new Map(), 'unknown', [undefined, null, 1]);
  });

  it.each([
    ['no body', [], true],
    ['a flat body', [{ list: [1, 'a', null], text: '', nothing: null }], true],
    ['nothing', [null], false],
    ['text', ['x'], false],
    ['a list', [[{}]], false],
    ['bytes', [Buffer.from('x')], false],
    ['two bodies', [{}, {}], false],
    ['an object in a body', [{ field: {} }], false],
    ['a list of lists', [{ field: [[]] }], false],
    ['a date', [new Date(0)], false],
  ])('is looked at before a handler sees it: %s', async (_what, args, passes) => {
    const handler = jest.fn<EventHandler>().mockResolvedValue({});
    const [answer] = await answersTo(handler, args);
    expect(handler.mock.calls).toHaveLength(passes ? 1 : 0);
    expect(answer).toMatchObject(passes ? { ok: true } : { ok: false, error: { code: 'validation_failed' } });
  });

  it('counts, whatever it is, and is refused when there is too much of it', async () => {
    countEvent.mockImplementation(() => {
      throw tooMany('events', 1500);
    });
    const handler = jest.fn<EventHandler>();
    for (const name of ['known', 'unknown']) {
      expect(await answersTo(handler, [{}], name)).toMatchObject([
        {
          ok: false,
          error: { code: 'rate_limited', status: 429, retryable: true, detail: 'Too many events. Try again in 2 s.' },
        },
      ]);
    }
    expect(handler).not.toHaveBeenCalled();
  });
});
