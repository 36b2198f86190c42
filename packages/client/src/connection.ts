import { io, type Socket } from 'socket.io-client';
import { type ConnectionOptions, type ConnectionState, type CredentialSource } from './client-events.js';
import { asProblem, DeskError, localError } from './desk-error.js';
import { Emitter } from './emitter.js';
import { type Ack, type ConsoleServerEvents } from './protocol.js';
import { retryDelay } from './retry-delay.js';

type BodyOf<Requests, Name extends keyof Requests> = Requests[Name] extends (body: infer Body, answer: never) => void
  ? Body
  : never;
type DataOf<Requests, Name extends keyof Requests> = Requests[Name] extends (
  body: never,
  answer: (ack: Ack<infer Data>) => void,
) => void
  ? Data
  : never;

interface Signals {
  readonly state: ConnectionState;
  readonly problem: DeskError;
}

const ACK_TIMEOUT_MS = 20_000;
/** One refusal may be of a credential that ran out meanwhile; the second is of a fresh one. */
const CREDENTIAL_REFUSALS = 2;

/** A socket to one namespace that comes back by itself until it is closed or refused for good. `Requests` is the map of what it sends. */
export class Connection<Requests> {
  readonly signals = new Emitter<Signals>();
  private readonly socket: Socket;
  private readonly ackTimeoutMs: number;
  private current: ConnectionState = 'connecting';
  private ended: DeskError | null = null;
  private refusals = 0;
  private nextTry: ReturnType<typeof setTimeout> | undefined;

  /** @param handshake what is presented beside the credential, read at every connection */
  constructor(
    namespace: '/chat' | '/console',
    options: ConnectionOptions,
    private readonly presented: { readonly name: 'token' | 'apiKey'; readonly source: CredentialSource },
    private readonly handshake: () => object,
  ) {
    const transports = [...(options.transports ?? ['websocket'])];
    this.ackTimeoutMs = options.ackTimeoutMs ?? ACK_TIMEOUT_MS;
    this.socket = io(new URL(namespace, options.url).href, {
      path: options.path ?? '/ws',
      transports,
      tryAllTransports: transports.length > 1,
      autoConnect: false,
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5000,
      randomizationFactor: 0.5,
      auth: (present) => void this.present(present),
    });
    this.socket.on('connect', () => {
      this.refusals = 0;
      this.move('online');
    });
    this.socket.on('disconnect', (reason) => {
      this.lost(reason === 'io server disconnect');
    });
    this.socket.on('connect_error', (error: Error & { readonly data?: unknown }) => {
      if (this.socket.active) this.lost(false);
      else this.refused(new DeskError(asProblem(error.data, error.message), { cause: error }));
    });
  }

  get state(): ConnectionState {
    return this.current;
  }

  /** Why it is closed; null: it is not. */
  get endReason(): DeskError | null {
    return this.ended;
  }

  /** Begins to connect; while offline: tries again at once. No effect when online or closed. */
  open(): void {
    if (this.current === 'online' || this.ended) return;
    if (this.current === 'connecting' && this.socket.active) return;
    clearTimeout(this.nextTry);
    this.socket.disconnect().connect();
  }

  /** Ends it for good; what waits for it fails with `reason`. */
  close(reason: DeskError = localError('client_closed', 'The client was closed.', { retryable: false })): void {
    if (this.ended) return;
    this.ended = reason;
    clearTimeout(this.nextTry);
    this.socket.disconnect();
    this.move('closed');
  }

  /** Hears what the desk sends under `name`. */
  listen<Name extends keyof ConsoleServerEvents>(name: Name, listener: ConsoleServerEvents[Name]): void {
    this.socket.on<string>(name, listener);
  }

  /** Resolves when online. @throws why it was closed; the signal's reason */
  whenOnline(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        const waiting = this.current !== 'online' && !this.ended && !signal?.aborted;
        if (waiting) return;
        stop();
        signal?.removeEventListener('abort', settle);
        if (signal?.aborted) reject(signal.reason as Error);
        else if (this.ended) reject(this.ended);
        else resolve();
      };
      const stop = this.signals.on('state', settle);
      signal?.addEventListener('abort', settle);
      settle();
    });
  }

  /**
   * Sends one request and waits for its answer.
   * @param onData called with the answer before anything that the desk sent after it is heard, which a promise can't promise
   * @throws DeskError
   */
  request<Name extends keyof Requests & string>(
    name: Name,
    body: BodyOf<Requests, Name>,
    onData?: (data: DataOf<Requests, Name>) => void,
  ): Promise<DataOf<Requests, Name>> {
    return new Promise((resolve, reject) => {
      if (this.ended) throw this.ended;
      if (!this.socket.connected) throw localError('disconnected', 'There is no connection to the desk.');
      this.socket.timeout(this.ackTimeoutMs).emit(name, body, (failure: unknown, answer: unknown) => {
        try {
          if (failure) throw this.unanswered(failure);
          const data = dataOf(answer) as DataOf<Requests, Name>;
          onData?.(data);
          resolve(data);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  /** Sends what needs no answer, now or not at all. */
  tell<Name extends keyof Requests & string>(name: Name, body: BodyOf<Requests, Name>): void {
    if (this.socket.connected) this.socket.emit(name, body, () => undefined);
  }

  /** The credential as its source gives it now. @throws DeskError `token_unavailable` */
  async credential(): Promise<string> {
    const { source } = this.presented;
    try {
      return typeof source === 'string' ? source : await source();
    } catch (cause) {
      throw localError('token_unavailable', 'The function that gives the credential failed.', { cause });
    }
  }

  private async present(send: (data: object) => void): Promise<void> {
    const { engine } = this.socket.io;
    const credential = await this.credential().catch((error: unknown) => error as DeskError);
    // While the credential was fetched the line may have been cut: the next one asks for itself.
    if (this.ended || this.socket.io.engine !== engine) return;
    if (credential instanceof DeskError) {
      this.signals.emit('problem', credential);
      this.socket.disconnect();
      this.tryLater();
      return;
    }
    send({ ...this.handshake(), [this.presented.name]: credential });
  }

  private unanswered(cause: unknown): DeskError {
    if (this.ended) return this.ended;
    if (this.socket.connected) return localError('no_answer', 'The desk did not answer in time.', { cause });
    return localError('disconnected', 'The connection was cut before the answer.', { cause });
  }

  private lost(byServer: boolean): void {
    if (this.ended) return;
    this.move('offline');
    // Socket.IO comes back by itself except when the other side closed.
    if (byServer) this.tryLater();
  }

  private refused(error: DeskError): void {
    this.refusals += 1;
    const renewable = error.problem.status === 401 && typeof this.presented.source === 'function';
    if (error.retryable || (renewable && this.refusals < CREDENTIAL_REFUSALS)) {
      this.move('offline');
      this.tryLater();
      return;
    }
    this.close(error);
    this.signals.emit('problem', error);
  }

  private tryLater(): void {
    clearTimeout(this.nextTry);
    this.nextTry = setTimeout(() => this.socket.connect(), retryDelay(Math.max(1, this.refusals), Math.random()));
  }

  private move(state: ConnectionState): void {
    if (this.current === state) return;
    this.current = state;
    this.signals.emit('state', state);
  }
}

/** @throws DeskError when the answer is a refusal */
function dataOf(answer: unknown): unknown {
  if (typeof answer === 'object' && answer !== null && 'ok' in answer) {
    if (answer.ok === true && 'data' in answer) return answer.data;
    if ('error' in answer) throw new DeskError(asProblem(answer.error));
  }
  throw new DeskError(asProblem(null, 'The desk answered in an unknown form.'));
}
