import { type BegunTurn } from '../../conversation/begin-turn.js';
import { type TurnSession } from './hold-session.js';
import { type TurnPlace } from './turn-place.js';
import { type TurnPorts } from './turn-ports.js';
import { type TurnRequest } from './turn-request.js';
import { type TurnTeller } from './turn-teller.js';

/** One open turn and what it works with. */
export interface OpenTurn {
  readonly ports: TurnPorts;
  /** Its message is that of all messages which the turn answers. */
  readonly request: TurnRequest;
  /** What the customer said this time. */
  readonly ownMessage: string;
  readonly session: TurnSession;
  readonly teller: TurnTeller;
  readonly turnId: string;
  readonly startedAt: number;
  readonly turn: BegunTurn;
  readonly place: TurnPlace;
}
