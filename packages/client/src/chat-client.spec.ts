import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectedClient, startConnectedClient, until } from '../test/connected-client.js';
import { accepted, agentResponse, problem, type Received, SESSION, start, turnEvent } from '../test/scripted-desk.js';
import { type DeskError } from './desk-error.js';

let at: ConnectedClient;

beforeEach(async () => {
  at = await startConnectedClient();
});

afterEach(() => at.close());

const idOf = ({ body }: Received): unknown => body['clientMessageId'];

describe('a message', () => {
  it('is answered: accepted, at.told piece by piece, whole at the end', async () => {
    at.desk.onRequest = (request) => {
      const { socket, ok } = request;
      socket.emit('event', turnEvent(1, 'turn-1', start('m1')));
      ok(accepted(request));
      socket.emit('event', turnEvent(2, 'turn-1', { type: 'text', delta: 'Hello' }));
      socket.emit('event', turnEvent(3, 'turn-1', { type: 'complete', response: agentResponse('Hello') }));
    };
    const sent = at.connect().send('Hi', { clientMessageId: 'm1', attachmentIds: ['att_1'], onBusy: 'interrupt' });
    await expect(sent.accepted).resolves.toMatchObject({ turnId: 'turn-1', handledBy: 'agent' });
    expect((await sent.response())?.message).toBe('Hello');
    const types: string[] = [];
    for await (const event of sent) types.push(event.type);
    expect(types).toEqual(['start', 'text', 'complete']);
    const body = { message: 'Hi', clientMessageId: 'm1', attachmentIds: ['att_1'], onBusy: 'interrupt' };
    expect(at.desk.received.map((request) => request.body)).toEqual([body]);
  });

  it('goes out again under the same id until its acknowledgement comes', async () => {
    at.desk.onRequest = (request) => {
      if (at.sends().length === 2) request.refuse(problem('store_unavailable', { status: 503, retryable: true }));
      if (at.sends().length === 3) request.ok(accepted(request));
    };
    const sent = at.connect().send('Hi');
    await sent.accepted;
    expect(at.sends().map(idOf)).toEqual(Array(3).fill(sent.clientMessageId));
  });

  it('goes out again when the line was cut before its acknowledgement', async () => {
    at.desk.onRequest = (request) => {
      if (at.sends().length === 1) at.desk.cut();
      else request.ok(accepted(request));
    };
    await at.connect({ ackTimeoutMs: 60_000 }).send('Hi', { clientMessageId: 'm1' }).accepted;
    expect(at.sends().map(idOf)).toEqual(['m1', 'm1']);
    expect(at.desk.handshakes).toHaveLength(2);
  });

  it('is refused once when sending it again cannot help', async () => {
    at.desk.onRequest = ({ refuse }) => {
      refuse(problem('idempotency_key_reused', { status: 422 }));
    };
    const sent = at.connect().send('Hi');
    await expect(sent.accepted).rejects.toMatchObject({ code: 'idempotency_key_reused', retryable: false });
    await expect(sent.response()).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    const iterator = sent[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    expect(at.sends()).toHaveLength(1);
  });

  it('that wants to be refused when the desk is busy is at.told so at once', async () => {
    at.desk.onRequest = ({ refuse }) => {
      refuse(problem('conversation_busy', { retryable: true }));
    };
    const sent = at.connect().send('Hi', { onBusy: 'reject' });
    await expect(sent.accepted).rejects.toMatchObject({ code: 'conversation_busy' });
    expect(at.sends()).toHaveLength(1);
  });

  it('waits for those sent before it', async () => {
    const held: Received[] = [];
    at.desk.onRequest = (request) => {
      if (request.name === 'message.send') held.push(request);
      else request.ok({ stopped: false });
    };
    at.connect({ ackTimeoutMs: 60_000 });
    const first = at.client.send('1', { clientMessageId: 'm1' });
    const second = at.client.send('2', { clientMessageId: 'm2' });
    const request = await until(() => held[0]);
    await at.client.stop();
    expect(at.sends().map(idOf)).toEqual(['m1']);
    request.ok(accepted(request));
    await first.accepted;
    const next = await until(() => held.find((one) => idOf(one) === 'm2'));
    next.ok(accepted(next, null));
    await second.accepted;
  });

  it('is given up by its signal, and with the client', async () => {
    const giveUp = new AbortController();
    at.connect();
    const first = at.client.send('1', { signal: giveUp.signal });
    const second = at.client.send('2');
    await until(() => at.sends().length > 0);
    giveUp.abort(new Error('enough'));
    await expect(first.accepted).rejects.toThrow('enough');
    await until(() => at.sends().some((request) => idOf(request) === second.clientMessageId));
    at.client.close();
    await expect(second.response()).rejects.toMatchObject({ code: 'client_closed' });
  });

  it('can be sent again under its id when its turn failed', async () => {
    at.desk.onRequest = (request) => {
      const turnId = `turn-${at.sends().length}`;
      const last = 2 * at.sends().length;
      request.ok(accepted(request, turnId));
      request.socket.emit('event', turnEvent(last - 1, turnId, start('m1')));
      const end =
        at.sends().length === 1
          ? ({ type: 'error', error: problem('llm_unavailable', { status: 503, retryable: true }) } as const)
          : ({ type: 'complete', response: agentResponse('At last', turnId) } as const);
      request.socket.emit('event', turnEvent(last, turnId, end));
    };
    const sent = at.connect().send('Hi', { clientMessageId: 'm1' });
    const failure = await sent.response().catch((error: unknown) => error as DeskError);
    expect(failure).toMatchObject({ code: 'llm_unavailable', retryable: true });
    expect((await sent.retry().response())?.message).toBe('At last');
    expect(at.sends().map(idOf)).toEqual(['m1', 'm1']);
  });

  it('that was answered before brings that answer', async () => {
    at.desk.onRequest = (request) => {
      request.ok({ ...accepted(request), response: agentResponse('As I said') });
    };
    expect((await at.connect().send('Hi').response())?.message).toBe('As I said');
  });

  it('whose turn was cut short is answered by the one that answers both', async () => {
    at.desk.onRequest = (request) => {
      const { socket } = request;
      request.ok(accepted(request, idOf(request) === 'm1' ? 'turn-1' : 'turn-2'));
      if (idOf(request) === 'm1') socket.emit('event', turnEvent(1, 'turn-1', start('m1')));
      else {
        socket.emit('event', turnEvent(2, 'turn-1', { type: 'error', error: problem('turn_interrupted') }));
        socket.emit('event', turnEvent(3, 'turn-2', start('m1', 'm2')));
        socket.emit('event', turnEvent(4, 'turn-2', { type: 'complete', response: agentResponse('Both', 'turn-2') }));
      }
    };
    at.connect();
    const first = at.client.send('1', { clientMessageId: 'm1' });
    await first.accepted;
    const second = at.client.send('2', { clientMessageId: 'm2', onBusy: 'interrupt' });
    expect((await first.response())?.message).toBe('Both');
    expect((await second.response())?.message).toBe('Both');
    const types: string[] = [];
    for await (const { type } of first) types.push(type);
    expect(types).toEqual(['start', 'error', 'start', 'complete']);
  });

  it.each([
    [
      'a person answers from the first',
      (request: Received): void => {
        request.ok(accepted(request, null));
      },
    ],
    [
      'a person takes over in the middle',
      (request: Received): void => {
        request.ok(accepted(request));
        request.socket.emit('event', turnEvent(1, 'turn-1', start('m1')));
        const handoff = { state: 'active', ticketId: 'tkt_1', number: 7, reasons: [], agentName: 'Ada' };
        const envelope = { id: `${SESSION}:2`, seq: 2, sessionId: SESSION, at: '', type: 'handoff.updated' };
        request.socket.emit('handoff.updated', { ...envelope, handoff });
      },
    ],
  ])('has no answer of the agent when %s', async (_case, answer) => {
    at.desk.onRequest = answer;
    await expect(at.connect().send('Hi', { clientMessageId: 'm1' }).response()).resolves.toBeNull();
  });
});
