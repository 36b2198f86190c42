import { type PresenceBoard, type Present, type Seen } from './presence-board.js';

const NOBODY: Present = { customers: new Set(), operators: new Set() };

/** The board of a desk with one instance. */
export class MemoryPresenceBoard implements PresenceBoard {
  private present = NOBODY;

  async tell(present: Present): Promise<void> {
    this.present = present;
  }

  async ask(sessionIds: readonly string[]): Promise<Seen> {
    const { customers, operators } = this.present;
    return {
      customers: new Set(sessionIds.filter((sessionId) => customers.has(sessionId))),
      operatorsOnline: operators.size,
    };
  }

  async leave(): Promise<void> {
    this.present = NOBODY;
  }
}
