import { ChatClient, type ChatClientOptions } from '../src/chat-client.js';
import { type SessionEvent } from '../src/protocol.js';
import { type Received, type ScriptedDesk, startScriptedDesk } from './scripted-desk.js';

/** A client at a scripted desk, and what its application was told. */
export interface ConnectedClient {
  readonly desk: ScriptedDesk;
  readonly client: ChatClient;
  /** Numbers of events, in the order they were told. */
  readonly told: number[];
  /** Makes the client, and connects it. */
  connect(options?: Partial<ChatClientOptions>): ChatClient;
  /** Resolves when it is online. */
  online(): Promise<boolean>;
  /** The messages that arrived at the desk. */
  sends(): Received[];
  close(): Promise<void>;
}

export async function startConnectedClient(): Promise<ConnectedClient> {
  const desk = await startScriptedDesk();
  const told: number[] = [];
  let client = new ChatClient({ url: desk.url, token: 'not connected' });
  return {
    desk,
    told,
    get client() {
      return client;
    },
    connect: (options = {}) => {
      client = new ChatClient({ url: desk.url, token: 'token', ackTimeoutMs: 300, ...options });
      const note = ({ seq }: SessionEvent): void => void told.push(seq);
      client.on('event', note);
      client.on('message.created', note);
      client.on('handoff.updated', note);
      return client.connect();
    },
    online: () => until(() => client.state === 'online'),
    sends: () => desk.received.filter(({ name }) => name === 'message.send'),
    close: async () => {
      client.close();
      await desk.close();
    },
  };
}

/** Resolves with what `look` finds. @throws Error after 10 s */
export function until<T>(look: () => T | undefined | false): Promise<T> {
  return new Promise((resolve, reject) => {
    const deadline = performance.now() + 10_000;
    const again = (): void => {
      const found = look();
      if (found) resolve(found);
      else if (performance.now() > deadline) reject(new Error(`it did not come to pass: ${look.toString()}`));
      else setTimeout(again, 10);
    };
    again();
  });
}
