import { Inject } from '@nestjs/common';
import { type Server } from 'socket.io';
import { type PresenceBoard } from './presence/presence-board.js';

/** Makes what a namespace broadcasts through. */
type AdapterFactory = NonNullable<Parameters<Server['adapter']>[0]>;

/** What joins the sockets of all instances. Carries only what nobody misses when it is lost: numbered events go another way. */
export interface Backplane {
  /** Null: there is one instance, and Socket.IO's own does. */
  readonly adapter: AdapterFactory | null;
  readonly presence: PresenceBoard;
  /** Begins to connect; it goes on trying by itself. */
  open(): void;
  close(): Promise<void>;
}

/** Provider token of the one Backplane of the process. */
export const BACKPLANE = Symbol('BACKPLANE');

/** Injects the Backplane. */
export const InjectBackplane = (): ParameterDecorator => Inject(BACKPLANE);
