import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Agent } from '../../agent/agent.js';
import { Stopping } from '../../common/stopping.js';
import { type EngineSocket, Sockets } from './sockets.js';
import { letGo } from './transport.js';
import { TransportGuard } from './transport-guard.js';

/** How many clients may come back elsewhere within a second; more would be a wave that takes the others down. */
const RETURNS_PER_SECOND = 200;
/** Clients are let go within this part of the grace, however many they are. */
const PART_OF_GRACE = 0.25;
/** Connections that were still on their way here are looked for this often, in ms. */
const LOOK_MS = 50;

/**
 * Lets connected clients go before the process ends, each at a moment of its own, and none before the answer that is being made for it
 * here is told. To its client the connection was lost: it comes back on another instance and resumes after the last event it saw.
 */
@Injectable()
export class SocketDeparture implements OnModuleInit {
  private readonly leaving = new Set<EngineSocket>();

  constructor(
    private readonly stopping: Stopping,
    private readonly transports: TransportGuard,
    private readonly sockets: Sockets,
    private readonly agent: Agent,
  ) {}

  onModuleInit(): void {
    this.stopping.onDeparture(() => this.letAllGo());
  }

  private async letAllGo(): Promise<void> {
    while (this.transports.connections.length > 0 && this.stopping.leftMs() > 0) {
      const staying = this.transports.connections.filter((connection) => !this.leaving.has(connection));
      const withinMs = Math.min((staying.length / RETURNS_PER_SECOND) * 1000, this.stopping.leftMs() * PART_OF_GRACE);
      const sessions = staying.length > 0 ? this.sessionsByConnection() : undefined;
      for (const connection of staying) {
        void this.letOneGo(connection, sessions?.get(connection) ?? [], Math.random() * withinMs);
      }
      await sleep(LOOK_MS);
    }
  }

  private async letOneGo(connection: EngineSocket, sessions: readonly string[], afterMs: number): Promise<void> {
    this.leaving.add(connection);
    await sleep(afterMs, undefined, { ref: false });
    await Promise.all(sessions.map((sessionId) => this.agent.turnsEnded(sessionId)));
    letGo(connection);
  }

  /** Those of customers; consoles only watch. */
  private sessionsByConnection(): Map<EngineSocket, string[]> {
    const sessions = new Map<EngineSocket, string[]>();
    for (const { conn, data } of this.sockets.chat.sockets.values()) {
      sessions.set(conn, [...(sessions.get(conn) ?? []), data.sessionId]);
    }
    return sessions;
  }
}
