import { Injectable } from '@nestjs/common';
import { ModeAnnouncer } from './mode-announcer.js';
import { PresenceTeller } from './presence/presence-teller.js';
import { type SessionEmitter } from './session-sink.js';

/** Tells a client that has just come what the others have been told before. */
@Injectable()
export class Greeter {
  constructor(
    private readonly modes: ModeAnnouncer,
    private readonly presence: PresenceTeller,
  ) {}

  customer(socket: SessionEmitter, sessionId: string): void {
    this.modes.greet(socket);
    this.presence.greetCustomer(socket, sessionId);
  }

  console(socket: SessionEmitter): void {
    this.modes.greet(socket);
  }

  watcher(socket: SessionEmitter, sessionId: string): void {
    this.presence.greetWatcher(socket, sessionId);
  }
}
