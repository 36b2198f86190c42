import { type EventLog } from './event-log.js';
import { type TurnSignals } from './turn-signals.js';

/** What carries events and signals; both end with the log. */
export interface EventBackend {
  readonly log: EventLog;
  readonly signals: TurnSignals;
}
