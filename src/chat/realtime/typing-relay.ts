import { Injectable } from '@nestjs/common';
import { type Typing } from '@frontdesk/client';
import { Clock } from '../../common/clock.js';
import { SharedTimer } from './shared-timer.js';
import { roomOf, Sockets } from './sockets.js';

/** It is over when nothing more is heard for this long, in ms. */
export const TYPING_MS = 6000;
/** Within this time, in ms, the same is not told again. */
const REPEAT_MS = 2000;

interface Typist {
  readonly typing: Typing;
  toldAt: number;
  heardAt: number;
}

/** Tells both sides who writes. Carried by broadcasts: what gets lost is over by itself. */
@Injectable()
export class TypingRelay {
  /** Who writes at the moment, by socket and session. */
  private readonly typists = new Map<string, Typist>();

  constructor(
    private readonly sockets: Sockets,
    private readonly clock: Clock,
    timer: SharedTimer,
  ) {
    timer.everySecond(() => {
      this.endSilent();
    });
  }

  /** A socket says that its person writes in a session, or no longer does. */
  hear(socketId: string, typing: Typing): void {
    const key = `${socketId} ${typing.sessionId}`;
    const known = this.typists.get(key);
    if (!typing.on) {
      if (known) this.end(key, known, socketId);
      return;
    }
    const now = this.clock.now();
    const typist = known ?? { typing, toldAt: -Infinity, heardAt: now };
    this.typists.set(key, typist);
    typist.heardAt = now;
    if (now - typist.toldAt < REPEAT_MS) return;
    typist.toldAt = now;
    this.tell(typing, socketId);
  }

  /** A socket is gone, and with it whoever wrote there. */
  leave(socketId: string): void {
    for (const [key, typist] of this.typists) if (key.startsWith(`${socketId} `)) this.end(key, typist, socketId);
  }

  private endSilent(): void {
    const now = this.clock.now();
    for (const [key, typist] of this.typists) {
      if (now - typist.heardAt >= TYPING_MS) this.end(key, typist, socketOf(key));
    }
  }

  private end(key: string, { typing }: Typist, socketId: string): void {
    this.typists.delete(key);
    this.tell({ ...typing, on: false }, socketId);
  }

  private tell(typing: Typing, socketId: string): void {
    const room = roomOf(typing.sessionId);
    this.sockets.chat.to(room).except(socketId).emit('typing', typing);
    this.sockets.console.to(room).except(socketId).emit('typing', typing);
  }
}

function socketOf(key: string): string {
  return key.slice(0, key.indexOf(' '));
}
