/** A turn's place among those that are worked on. */
export interface TurnPlace {
  /**
   * Runs something that may take long without costing us much: a language model, somebody else's turn. When it lasts longer than
   * `patienceMs` the place is given to others, and taken again before the result is handed on. Settles as `wait` does.
   */
  away<T>(patienceMs: number, wait: () => Promise<T>): Promise<T>;
}
