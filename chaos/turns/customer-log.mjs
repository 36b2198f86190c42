/** Writes down what one session's client sent and heard, as the checker wants it (turn-checker.d.mts). */
export class CustomerLog {
  views = [];
  answers = [];
  waits = [];
  /** What no promise is about: refusals that can't be helped, by code. */
  refusals = [];
  history = [];
  #attempts = new Map();
  #acknowledged = new Set();
  #wait = null;

  constructor(sessionId, kind, marker) {
    this.sessionId = sessionId;
    this.kind = kind;
    this.marker = marker;
  }

  /** For the checker. */
  get acknowledged() {
    return [...this.#acknowledged].map((clientMessageId) => {
      return { clientMessageId, attempts: this.#attempts.get(clientMessageId) ?? 1 };
    });
  }

  /** Begins what one of its clients is told after event number `after`; of one turn alone if `turnId` is given. */
  view(name, after, turnId = null) {
    const view = new LoggedView(this, name, after, turnId);
    this.views.push(view);
    return view;
  }

  sending(clientMessageId) {
    this.#attempts.set(clientMessageId, (this.#attempts.get(clientMessageId) ?? 0) + 1);
    if (this.#wait?.clientMessageId === clientMessageId) return;
    this.#wait = { clientMessageId, at: [performance.now()] };
    this.waits.push(this.#wait);
  }

  /** An event, an answer or an error came, whatever it says. */
  heard() {
    this.#wait?.at.push(performance.now());
  }

  settled() {
    this.#wait = null;
  }

  /** When the last sign of life came since the message was sent. */
  get lastHeardAt() {
    return this.#wait?.at.at(-1) ?? performance.now();
  }

  acknowledge(clientMessageId) {
    this.#acknowledged.add(clientMessageId);
  }

  answer(clientMessageId, { messageId, message }) {
    this.acknowledge(clientMessageId);
    this.answers.push({ clientMessageId, messageId, message });
  }

  /** Plain data, for the checker. */
  toJSON() {
    const { sessionId, kind, marker, acknowledged, answers, history, waits } = this;
    const views = this.views.map(({ name, after, turnId, events }) => ({ name, after, turnId, events }));
    return { sessionId, kind, marker, acknowledged, answers, views, history, waits };
  }
}

class LoggedView {
  events = [];
  #last;
  #log;

  constructor(log, name, after, turnId) {
    this.name = name;
    this.after = after;
    this.turnId = turnId;
    this.#last = after;
    this.#log = log;
  }

  /** Where to resume. */
  get last() {
    return this.#last;
  }

  event(event) {
    this.#log.heard();
    this.events.push(event);
    this.#last = Math.max(this.#last, event.seq);
    // A turn that names a message has it from the record.
    if (event.type === 'start')
      for (const { clientMessageId } of event.messages) this.#log.acknowledge(clientMessageId);
  }

  reset(lastSeq) {
    this.#log.heard();
    this.events.push({ type: 'reset', lastSeq });
    this.#last = lastSeq;
  }
}
