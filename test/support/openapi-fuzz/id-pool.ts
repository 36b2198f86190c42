/** What belongs together: a session, its messages, its ticket. */
type Family = Map<string, string[]>;

/** How many families are kept: old ones may be gone. */
export const FAMILIES = 3;
/** Newest ids of a name in a family that are kept. */
const KEPT = 8;
/** Names, in answers, of what other requests can use. */
const USEFUL = /^(?:\w+Id|nextCursor|token)$/;
const PLACEHOLDER = /\{\{(\w+)#(\d+)\}\}/g;

/** Ids that answers named, by the name they had there. Requests name them by placeholders, so that they can be made before. */
export class IdPool {
  private families: Family[] = [];
  private readonly tokens = new Map<string, string>();

  /** Stands for an id of this name; `pick` chooses among those that there are when the request is sent. */
  static placeholder(name: string, pick: number): string {
    return `{{${name}#${pick}}}`;
  }

  /** What is learned from now on, with nothing else said, belongs together. */
  begin(): void {
    this.families = [new Map<string, string[]>(), ...this.families].slice(0, FAMILIES);
  }

  /** Takes the ids out of an answer to a request about a family; 0 is the newest. */
  learn(answer: unknown, family = 0): void {
    if (typeof answer !== 'object' || answer === null) return;
    const { session, token } = answer as { session?: { sessionId?: unknown }; token?: unknown };
    if (typeof session?.sessionId === 'string' && typeof token === 'string') this.tokens.set(session.sessionId, token);
    for (const [name, value] of Object.entries(answer)) {
      if (typeof value === 'string' && USEFUL.test(name)) this.add(name, value, family);
      else this.learn(value, family);
    }
  }

  /** Forgets what a request has removed. */
  forget(target: string): void {
    const gone = new Set(target.split(/[/?]/));
    for (const family of this.families) {
      for (const [name, ids] of family) {
        family.set(
          name,
          ids.filter((id) => !gone.has(encodeURIComponent(id))),
        );
      }
    }
  }

  /** `text` with ids of a family for its placeholders. */
  fill(text: string, family: number, written: (id: string) => string = String): string {
    return text.replace(PLACEHOLDER, (_, name: string, pick: string) => written(this.id(name, Number(pick), family)));
  }

  /** The token of a session, if it was ever seen. */
  tokenOf(sessionId: string): string {
    return this.tokens.get(sessionId) ?? 'never-seen';
  }

  private id(name: string, pick: number, family: number): string {
    const known = this.families[family % this.families.length]?.get(name) ?? [];
    return known[pick % Math.max(1, known.length)] ?? `no-${name}`;
  }

  private add(name: string, id: string, index: number): void {
    // Without its token a session is of little use.
    if (name === 'sessionId' && !this.tokens.has(id)) return;
    const family = this.families[index % this.families.length];
    const known = (family?.get(name) ?? []).filter((other) => other !== id);
    family?.set(name, [...known, id].slice(-KEPT));
  }
}
