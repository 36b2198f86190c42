import { io } from 'socket.io-client';
import { type SendMessage, type SessionEvent } from '@frontdesk/client';
import { ApiClient } from './api-client.js';
import { readEvents } from './sse.js';

/** A session, and what its client was told so far, over all its connections. */
export interface Customer {
  readonly sessionId: string;
  readonly token: string;
  readonly events: SessionEvent[];
  onEvent: () => void;
}

/** A customer's way to one instance, or to whoever nginx finds. */
export interface Connection {
  /** Sends a message and waits for nothing. */
  readonly send: (body: SendMessage) => void;
  /** Breaks it off. */
  readonly close: () => void;
}

/** By Socket.IO, resuming after the last event of `customer`. Resolves when it is connected. */
export async function connectBySocket(url: string, customer: Customer): Promise<Connection> {
  const socket = io(`${url}/chat`, {
    path: '/ws',
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 300,
    auth: (give) => {
      give({ token: customer.token, lastSeq: lastSeqOf(customer) });
    },
  });
  for (const name of ['event', 'message.created', 'handoff.updated']) {
    socket.on(name, (event: SessionEvent) => {
      take(customer, event);
    });
  }
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve);
    setTimeout(reject, 20_000, new Error(`no connection to ${url}`)).unref();
  });
  return {
    send: (body) => {
      socket.emit('message.send', body);
    },
    close: () => {
      socket.disconnect();
    },
  };
}

/** By server-sent events with `Last-Event-ID`; messages go by POST to the same address. Resolves when events can come. */
export async function connectByStream(url: string, customer: Customer): Promise<Connection> {
  const { sessionId, token } = customer;
  const api = new ApiClient(url);
  const cut = new AbortController();
  const path = `/api/v1/chat/${sessionId}`;
  const headers = { accept: 'text/event-stream', 'last-event-id': `${sessionId}:${lastSeqOf(customer)}` };
  const response = await api.request('GET', `${path}/events`, undefined, { token, headers, signal: cut.signal });
  const reading = async (): Promise<void> => {
    for await (const { data } of readEvents(response)) {
      if (cut.signal.aborted) return;
      take(customer, JSON.parse(data) as SessionEvent);
    }
  };
  // The end of a connection is what these tests are about.
  reading().catch(() => undefined);
  return {
    send: (body) => {
      api.post(`${path}/messages`, body, { token, signal: cut.signal }).catch(() => undefined);
    },
    close: () => {
      cut.abort();
    },
  };
}

function lastSeqOf({ events }: Customer): number {
  return events.at(-1)?.seq ?? 0;
}

function take(customer: Customer, event: SessionEvent): void {
  customer.events.push(event);
  customer.onEvent();
}
