import { Injectable } from '@nestjs/common';
import { NotFound } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { type AppConfig } from '../../config/app-config.js';
import { InjectConfig } from '../../config/config.module.js';
import { tooMany } from '../../limits/limits.errors.js';
import { type ClientTraits } from '../../session/fingerprint.js';
import { socketConnections } from '../../telemetry/metrics.js';
import { clientTraitsOf } from './client-traits-of.js';
import { TooManyConnections } from './socket.errors.js';
import { type EngineSocket } from './sockets.js';
import { TokenBucket } from './token-bucket.js';
import { bufferedBytes, cutOff, letGo } from './transport.js';

/** A client that sends this many times what it may is cut off. */
const FLOOD_FACTOR = 5;
/** Times one connection may ask to be let in: once for each namespace, and some retries. */
const MAX_HANDSHAKES = 10;
/** How long more may wait for a client than it may, in ms: a long conversation that is told again is sent all at once. */
const PATIENCE_MS = 1000;

interface TransportState {
  readonly traits: ClientTraits;
  readonly events: TokenBucket;
  readonly packets: TokenBucket;
  handshakes: number;
  /** Characters that wait for the transport to take them. */
  waiting: number;
  /** More waits than may; it is looked at again soon. */
  isLate: boolean;
}

/** Watches connections below the namespaces: floods, and clients that read more slowly than they are told things. */
@Injectable()
export class TransportGuard {
  private readonly states = new Map<EngineSocket, TransportState>();

  constructor(
    private readonly clock: Clock,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  /** Every open connection. */
  get connections(): readonly EngineSocket[] {
    return [...this.states.keys()];
  }

  /** Takes a connection under watch, until it ends; call it when it was made, before anything of it is read. */
  watch(connection: EngineSocket): void {
    const { eventsPerMinute } = this.config.realtime;
    const now = this.clock.now();
    this.states.set(connection, {
      traits: clientTraitsOf(connection.request, this.config.api.trustProxy),
      events: new TokenBucket(eventsPerMinute, now),
      packets: new TokenBucket(eventsPerMinute * FLOOD_FACTOR, now),
      handshakes: 0,
      waiting: 0,
      isLate: false,
    });
    socketConnections.inc();
    connection.on('packet', this.countPacket.bind(this, connection));
    connection.on('packetCreate', this.countWaiting.bind(this, connection));
    connection.on('flush', this.noteFlush.bind(this, connection));
    connection.once('close', this.forget.bind(this, connection));
  }

  /** Who has made the connection. */
  traitsOf(connection: EngineSocket): ClientTraits {
    return this.stateOf(connection).traits;
  }

  /** @throws TooManyConnections when the connection has asked too often, and cuts it off */
  countHandshake(connection: EngineSocket): void {
    const state = this.stateOf(connection);
    state.handshakes += 1;
    if (state.handshakes <= MAX_HANDSHAKES) return;
    cutOff(connection);
    throw new TooManyConnections('This connection has asked to be let in too often. Open a new one.');
  }

  /** @throws RateLimited */
  countEvent(connection: EngineSocket): void {
    const waitMs = this.stateOf(connection).events.take(this.clock.now());
    if (waitMs > 0) throw tooMany('events', waitMs);
  }

  private countPacket(connection: EngineSocket): void {
    const flooded = (this.states.get(connection)?.packets.take(this.clock.now()) ?? 0) > 0;
    if (flooded) cutOff(connection);
  }

  private countWaiting(connection: EngineSocket, { data }: { readonly data?: unknown }): void {
    const state = this.states.get(connection);
    if (!state) return;
    state.waiting += typeof data === 'string' ? data.length : 0;
    if (state.isLate || !this.isBehind(connection, state)) return;
    state.isLate = true;
    setTimeout(() => {
      state.isLate = false;
      if (this.states.has(connection) && this.isBehind(connection, state)) letGo(connection);
    }, PATIENCE_MS).unref();
  }

  private isBehind(connection: EngineSocket, { waiting }: TransportState): boolean {
    return waiting + bufferedBytes(connection) > this.config.realtime.maxBufferedBytes;
  }

  private noteFlush(connection: EngineSocket): void {
    const state = this.states.get(connection);
    if (state) state.waiting = 0;
  }

  private forget(connection: EngineSocket): void {
    if (this.states.delete(connection)) socketConnections.dec();
  }

  private stateOf(connection: EngineSocket): TransportState {
    const state = this.states.get(connection);
    // It ended while what it sent was on its way: nobody hears this.
    if (!state) throw new NotFound('The connection has ended.');
    return state;
  }
}
