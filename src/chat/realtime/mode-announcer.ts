import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SessionStoreWatch } from '../../session/session-store-watch.js';
import { InjectSessionStore, type SessionStore } from '../../session/session-store.js';
import { type SessionEmitter } from './session-sink.js';
import { Sockets } from './sockets.js';

/** As /health tells it. */
const WITHOUT_STORE = { mode: 'no-redis', missing: ['sessionStore'] };
const FULL = { mode: 'full' };

/** Tells this instance's clients that the desk works with less than it should, and that it is whole again. */
@Injectable()
export class ModeAnnouncer implements OnApplicationBootstrap, OnApplicationShutdown {
  private isDegraded = false;
  private readonly watch: SessionStoreWatch;

  constructor(sockets: Sockets, @InjectSessionStore() store: SessionStore) {
    this.watch = new SessionStoreWatch(store, {
      onAway: () => {
        this.isDegraded = true;
        sockets.chat.local.emit('system.degraded', WITHOUT_STORE);
        sockets.console.local.emit('system.degraded', WITHOUT_STORE);
      },
      onReturn: () => {
        this.isDegraded = false;
        sockets.chat.local.emit('system.recovered', FULL);
        sockets.console.local.emit('system.recovered', FULL);
      },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.watch.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.watch.stop();
  }

  /** For a client that has just connected. */
  greet(socket: SessionEmitter): void {
    if (this.isDegraded) socket.emit('system.degraded', WITHOUT_STORE);
  }
}
