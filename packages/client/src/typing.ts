import { type Typing } from './protocol.js';

/** Whoever is not heard of for this long has stopped writing, in ms. */
export const TYPING_MS = 6000;
const REPEAT_MS = 2500;

/** Tells the desk that somebody writes: at once, then often enough to be believed, and no oftener. */
export class TypingSignal {
  private on = false;
  private toldAt = -Infinity;

  /** @param now in ms, of any monotonic clock */
  constructor(
    private readonly tell: (on: boolean) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Call it at every key stroke, and with false when the text was sent or cleared. */
  set(on: boolean): void {
    const due = on ? !this.on || this.now() - this.toldAt >= REPEAT_MS : this.on;
    if (!due) return;
    this.on = on;
    this.toldAt = this.now();
    this.tell(on);
  }
}

/** Adds the end of typing that the other side did not tell: it was cut off or fell silent. */
export class TypingWatch {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly tell: (typing: Typing) => void) {}

  take(typing: Typing): void {
    const key = `${typing.sessionId} ${typing.who}`;
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    if (typing.on) {
      const silence = setTimeout(() => {
        this.take({ ...typing, on: false });
      }, TYPING_MS);
      this.timers.set(key, silence);
    }
    this.tell(typing);
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}
