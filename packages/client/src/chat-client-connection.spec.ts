import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectedClient, startConnectedClient, until } from '../test/connected-client.js';
import { accepted, agentResponse, customerMessage, problem, SESSION, start, turnEvent } from '../test/scripted-desk.js';

let at: ConnectedClient;

beforeEach(async () => {
  at = await startConnectedClient();
});

afterEach(() => at.close());

describe('the numbered events', () => {
  it('are at.told once and in order, and those that were missed are asked for', async () => {
    at.desk.onRequest = ({ name, body, socket, ok }) => {
      if (name !== 'sync') return;
      const after = body['afterSeq'] as number;
      for (let seq = after + 1; seq <= 6; seq += 1) {
        socket.emit('event', turnEvent(seq, 'turn-1', { type: 'text', delta: String(seq) }));
      }
      ok({ lastSeq: 6, reset: false });
    };
    at.connect();
    await at.online();
    const socket = at.desk.sockets()[0]!;
    for (const seq of [1, 2, 2, 1, 5, 6]) {
      socket.emit('event', turnEvent(seq, 'turn-1', { type: 'text', delta: String(seq) }));
    }
    await until(() => at.client.lastSeq === 6);
    expect(at.told).toEqual([1, 2, 3, 4, 5, 6]);
    expect(at.desk.received.map(({ name, body }) => [name, body])).toEqual([['sync', { afterSeq: 2 }]]);
  });

  it('go on after a cut where they stopped, and the answer with them', async () => {
    at.desk.onRequest = (request) => {
      request.socket.emit('event', turnEvent(1, 'turn-1', start('m1')));
      request.ok(accepted(request));
      request.socket.emit('event', turnEvent(2, 'turn-1', { type: 'text', delta: 'Hel' }));
    };
    const sent = at.connect().send('Hi', { clientMessageId: 'm1' });
    await until(() => at.client.lastSeq === 2);
    at.desk.onConnection = (socket) => {
      socket.emit('event', turnEvent(4, 'turn-1', { type: 'text', delta: 'lo' }, 3));
      socket.emit('event', turnEvent(5, 'turn-1', { type: 'complete', response: agentResponse('Hello') }));
    };
    at.desk.cut();
    expect((await sent.response())?.message).toBe('Hello');
    expect(at.told).toEqual([1, 2, 4, 5]);
    expect(at.sends()).toHaveLength(1);
    expect(at.desk.handshakes.map(({ lastSeq }) => lastSeq)).toEqual([0, 2]);
  });

  it('that nobody can tell any more end in a reset, after which open messages ask for their answer', async () => {
    const resets: number[] = [];
    at.desk.onRequest = (request) => {
      const answered = at.sends().length === 2;
      request.ok({ ...accepted(request), ...(answered ? { response: agentResponse('Long ago') } : {}) });
    };
    at.connect();
    at.client.on('reset', ({ lastSeq }) => resets.push(lastSeq));
    const sent = at.client.send('Hi', { clientMessageId: 'm1' });
    await sent.accepted;
    at.desk.sockets()[0]!.emit('sync.reset', { sessionId: SESSION, lastSeq: 900 });
    expect((await sent.response())?.message).toBe('Long ago');
    expect(resets).toEqual([900]);
    at.desk.sockets()[0]!.emit('event', turnEvent(900, 'turn-1', { type: 'text', delta: 'old' }));
    at.desk.sockets()[0]!.emit('event', turnEvent(901, 'turn-9', start('m9')));
    await until(() => at.told.length > 0);
    expect(at.told).toEqual([901]);
  });

  it('count as missed for good when the desk cannot fill the gap', async () => {
    const resets: number[] = [];
    at.desk.onRequest = ({ ok }) => {
      ok({ lastSeq: 5, reset: false });
    };
    at.connect();
    at.client.on('reset', ({ lastSeq }) => resets.push(lastSeq));
    await at.online();
    at.desk.sockets()[0]!.emit('event', turnEvent(5, 'turn-1', { type: 'text', delta: 'x' }));
    await until(() => resets.length > 0);
    expect([resets, at.told]).toEqual([[5], []]);
  });

  it('of another session are dropped', async () => {
    at.connect({ sessionId: SESSION });
    await at.online();
    const [socket] = at.desk.sockets();
    socket!.emit('event', { ...turnEvent(1, 'turn-1', start('m1')), sessionId: 'another' });
    socket!.emit('event', turnEvent(1, 'turn-1', start('m1')));
    await until(() => at.told.length > 0);
    expect(at.told).toEqual([1]);
  });

  it('are resumed from storage before an answer under way, never inside it', async () => {
    const saved: number[] = [];
    const storage = { load: () => 4, save: (lastSeq: number) => void saved.push(lastSeq) };
    at.connect({ storage });
    await at.online();
    const [socket] = at.desk.sockets();
    const message = { ...customerMessage('m0'), role: 'system' };
    const envelope = { id: `${SESSION}:5`, seq: 5, sessionId: SESSION, at: '' };
    socket!.emit('message.created', { ...envelope, type: 'message.created', message });
    socket!.emit('event', turnEvent(6, 'turn-1', start('m1')));
    socket!.emit('event', turnEvent(7, 'turn-1', { type: 'text', delta: 'Hi' }));
    await until(() => at.client.lastSeq === 7);
    expect([at.desk.handshakes[0]?.['lastSeq'], saved]).toEqual([4, [5]]);
    socket!.emit('event', turnEvent(8, 'turn-1', { type: 'complete', response: agentResponse('Hi') }));
    await until(() => saved.length === 2);
    expect(saved).toEqual([5, 8]);
  });
});

describe('the token', () => {
  it('is asked for again when it is no longer good, once', async () => {
    const tokens = ['old', 'new'];
    at.desk.admit = ({ token }) => (token === 'new' ? undefined : problem('session_expired', { status: 401 }));
    at.connect({ token: () => tokens.shift() ?? 'none' });
    await at.online();
    expect(at.desk.handshakes.map(({ token }) => token)).toEqual(['old', 'new']);
  });

  it('that is refused again ends it, and what waits for it', async () => {
    const problems: string[] = [];
    at.desk.admit = () => problem('unauthenticated', { status: 401 });
    at.connect({ token: async () => 'bad' });
    at.client.on('problem', ({ code }) => problems.push(code));
    await expect(at.client.send('Hi').accepted).rejects.toMatchObject({ code: 'unauthenticated' });
    expect([at.client.state, problems, at.desk.handshakes.length]).toEqual(['closed', ['unauthenticated'], 2]);
    await expect(at.client.stop()).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('given as text is refused once', async () => {
    at.desk.admit = () => problem('session_expired', { status: 401 });
    at.connect({ token: 'old' });
    await until(() => at.client.state === 'closed');
    expect(at.desk.handshakes).toHaveLength(1);
  });

  it('can be renewed on the open connection', async () => {
    let token = 'first';
    at.desk.onRequest = ({ ok }) => {
      ok({ expiresAt: '2030-01-01T00:00:00.000Z' });
    };
    at.connect({ token: () => token });
    await at.online();
    token = 'second';
    await expect(at.client.refreshToken()).resolves.toBe('2030-01-01T00:00:00.000Z');
    expect(at.desk.received.map(({ name, body }) => [name, body])).toEqual([['auth.refresh', { token: 'second' }]]);
    expect(at.desk.handshakes).toHaveLength(1);
  });

  it('that runs out under a message costs a reconnection, not the message', async () => {
    const tokens = ['old', 'new'];
    const expired = problem('session_expired', { status: 401 });
    at.desk.onRequest = (request) => {
      if (at.desk.handshakes.length === 2) {
        request.ok(accepted(request));
        return;
      }
      request.refuse(expired);
      request.socket.emit('auth.expired', expired);
      request.socket.disconnect(true);
    };
    await at.connect({ token: () => tokens.shift() ?? 'none' }).send('Hi').accepted;
    expect(at.desk.handshakes.map(({ token }) => token)).toEqual(['old', 'new']);
  });

  it('whose function fails is asked for again', async () => {
    let calls = 0;
    const problems: string[] = [];
    at.connect({
      token: () => {
        calls += 1;
        if (calls === 1) throw new Error('no token now');
        return 'token';
      },
    });
    at.client.on('problem', ({ code }) => problems.push(code));
    await at.online();
    expect(problems).toEqual(['token_unavailable']);
  });
});

describe('the connection', () => {
  it('comes back after the desk closed it, and after it was full', async () => {
    const states: string[] = [];
    at.connect();
    at.client.on('state', (state) => states.push(state));
    await at.online();
    let full = true;
    at.desk.admit = () => (full ? problem('too_many_connections', { status: 429, retryable: true }) : undefined);
    at.desk.sockets()[0]!.disconnect(true);
    await until(() => at.desk.handshakes.length === 2);
    full = false;
    await at.online();
    expect(states).toEqual(['online', 'offline', 'online']);
  });

  it('carries the other requests', async () => {
    at.desk.onRequest = ({ name, ok }) => {
      if (name === 'turn.stop') ok({ stopped: true });
      if (name === 'handoff.request')
        ok({ state: 'queued', ticketId: 'tkt_1', number: 7, reasons: [], agentName: null });
    };
    at.connect();
    await at.online();
    at.client.typing(true);
    at.client.typing(true);
    await expect(at.client.stop()).resolves.toBe(true);
    await expect(at.client.requestPerson({ note: 'urgent' })).resolves.toMatchObject({ number: 7 });
    const requests = at.desk.received.map(({ name, body }) => [name, body]);
    expect(requests).toEqual([
      ['typing', { on: true }],
      ['turn.stop', {}],
      ['handoff.request', { note: 'urgent' }],
    ]);
  });

  it('tells what is not numbered as it comes', async () => {
    const heard: unknown[] = [];
    at.connect();
    at.client.on('presence', (presence) => heard.push(presence));
    at.client.on('typing', (typing) => heard.push(typing));
    at.client.on('system.degraded', (state) => heard.push(state));
    const stop = at.client.on('system.recovered', (state) => heard.push(state));
    await at.online();
    const bodies = [
      { sessionId: SESSION, customerOnline: true, operatorsOnline: 2 },
      { sessionId: SESSION, who: 'human', name: 'Ada', on: true },
      { mode: 'no-redis', missing: ['redis'] },
      { mode: 'full' },
    ];
    const names = ['presence', 'typing', 'system.degraded', 'system.recovered'];
    for (const [n, name] of names.entries()) at.desk.sockets()[0]!.emit(name, bodies[n]);
    await until(() => heard.length === 4);
    expect(heard).toEqual(bodies);
    stop();
  });
});
