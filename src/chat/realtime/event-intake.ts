import { Injectable, Logger } from '@nestjs/common';
import { type Socket } from 'socket.io';
import { NotFound, ValidationFailed } from '../../common/app-error.js';
import { newId } from '../../common/ids.js';
import { socketEvents } from '../../telemetry/metrics.js';
import { observeSocketEvent } from '../../telemetry/observe-socket-event.js';
import { type Answer, problemOf } from './event-problem.js';
import { TransportGuard } from './transport-guard.js';

const logger = new Logger('Sockets');

/** Runs one event through guard, pipe, handler and filter of its gateway. Undefined: the filter has answered. */
export type EventHandler = (body: object, answer: Answer) => Promise<object | undefined>;

/** Where every event of every socket comes in: each gets one answer, whatever it is. */
@Injectable()
export class EventIntake {
  constructor(private readonly transports: TransportGuard) {}

  /** Never throws. `args` as they came: a body, then the acknowledgement if one is asked for. */
  async receive(
    socket: Socket,
    handlers: ReadonlyMap<string, EventHandler>,
    name: string,
    args: unknown[],
  ): Promise<void> {
    const event = handlers.has(name) ? name : 'unknown';
    const answer = counted(event, answerOf(args));
    await observeSocketEvent(event, newId('req'), async () => {
      try {
        this.transports.countEvent(socket.conn);
        const handler = handlers.get(name);
        if (!handler) throw new NotFound('There is no such event. The events are listed in docs/sockets.md.');
        const data = await handler(bodyOf(args), answer);
        if (data !== undefined) answer({ ok: true, data });
      } catch (error) {
        answer({ ok: false, error: problemOf(error) });
      }
    });
  }
}

function answerOf(args: unknown[]): Answer {
  const last = args.at(-1);
  if (typeof last !== 'function') return () => undefined;
  args.pop();
  return last as Answer;
}

function counted(event: string, answer: Answer): Answer {
  return (ack) => {
    socketEvents.inc({ event, result: ack.ok ? 'ok' : ack.error.code });
    // What the client is told has an id, and the id must lead somewhere.
    if (!ack.ok) logger.log({ event: 'socket_event_refused', name: event, code: ack.error.code });
    answer(ack);
  };
}

/** Bodies are flat: what validates them looks at every level, and 64 KB have room for very many. */
function bodyOf(args: readonly unknown[]): object {
  const [body = {}] = args;
  if (args.length > 1) throw ValidationFailed.of('body', 'must be one object, followed by the acknowledgement');
  if (!isPlainObject(body)) throw ValidationFailed.of('body', 'must be an object');
  for (const [field, value] of Object.entries(body)) {
    if (!isFlat(value)) throw ValidationFailed.of(field, 'must be text, a number, true, false or a list of those');
  }
  return body;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function isFlat(value: unknown): boolean {
  return typeof value !== 'object' || value === null || (Array.isArray(value) && value.every(isPrimitive));
}

function isPrimitive(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
