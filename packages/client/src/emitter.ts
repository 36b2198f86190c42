/** Listeners by the name of what they are told. */
export class Emitter<Events> {
  private readonly listeners = new Map<keyof Events, Set<(value: never) => void>>();

  /** Returns the function that takes the listener away. */
  on<Name extends keyof Events>(name: Name, listener: (value: Events[Name]) => void): () => void {
    const known = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, known);
    known.add(listener);
    return () => known.delete(listener);
  }

  /** Tells all listeners. One that throws keeps nobody else from being told; its error goes to the host's handler of uncaught errors. */
  emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
    const listeners = (this.listeners.get(name) ?? []) as Iterable<(value: Events[Name]) => void>;
    for (const listener of [...listeners]) {
      try {
        listener(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
