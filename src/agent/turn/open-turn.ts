import { type BegunTurn } from '../../conversation/begin-turn.js';
import { type EventSequence } from './event-sequence.js';
import { type TurnSession } from './hold-session.js';
import { type TurnPorts } from './turn-ports.js';
import { type TurnRequest } from './turn-request.js';

/** One open turn and what it works with. */
export interface OpenTurn {
  readonly ports: TurnPorts;
  readonly request: TurnRequest;
  readonly session: TurnSession;
  readonly events: EventSequence;
  readonly turnId: string;
  readonly startedAt: number;
  readonly turn: BegunTurn;
}
