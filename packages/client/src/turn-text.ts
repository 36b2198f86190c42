import { type Citation, type TurnEvent } from './protocol.js';

/** An answer as it grows, put together from its turn's events; the `start` of the next turn begins the next answer. */
export class TurnText {
  /** What the answer says so far. */
  text = '';
  sources: readonly Citation[] = [];

  /** Takes in the next event; returns whether text or sources changed. */
  apply(event: TurnEvent): boolean {
    if (event.type === 'start') {
      this.text = '';
      this.sources = [];
    } else if (event.type === 'text') {
      this.text = event.replace ? event.delta : this.text + event.delta;
    } else if (event.type === 'sources') {
      this.sources = event.sources;
    } else if (event.type === 'complete') {
      this.text = event.response.message;
      this.sources = event.response.sources;
    } else {
      return false;
    }
    return true;
  }
}
