// Judges what the clients of many sessions logged against the record that was left in the end. See turn-checker.d.mts for the logs.

/** Tells one session's words from another's: every message of session `n` carries its marker, and so does the answer to it. */
export function markerOf(session) {
  return `marker-${session}-end`;
}

const MARKER = /marker-\w+-end/g;

/** How long a client may hear nothing when one instance is lost: its lease, and what follows. */
const ONE_TAKE_OVER_MS = 20_000;

/** Events of which every view must tell the same under the same number; deltas may have been joined differently. */
const LANDMARKS = new Set(['start', 'complete', 'error', 'message.created', 'handoff.updated']);

/** See turn-checker.d.mts. */
export function checkTurns({ logs, outages = [], longestSilenceMs = ONE_TAKE_OVER_MS }) {
  const findings = [];
  const counts = {
    acknowledged: 0,
    stored: 0,
    answered: 0,
    replies: 0,
    events: 0,
    resets: 0,
    errors: 0,
    sentAgain: 0,
    longSilences: 0,
  };
  const silenceMs = {};
  for (const log of logs) {
    const find = (rule, detail) => findings.push({ rule, sessionId: log.sessionId, detail });
    checkForeign(log, find);
    for (const view of log.views) {
      checkOrder(view, find, counts);
      checkWording(view, find);
    }
    checkAgreement(log, find);
    checkMessages(log, find, counts);
    for (const wait of log.waits) {
      const ms = longestGap(wait.at, outages);
      if (ms > ONE_TAKE_OVER_MS) counts.longSilences += 1;
      silenceMs[log.kind] = Math.max(silenceMs[log.kind] ?? 0, ms);
      if (ms > longestSilenceMs) find('silence', `${wait.clientMessageId}: nothing for ${Math.round(ms)} ms`);
    }
  }
  return { findings, counts, silenceMs };
}

/** Nothing of another session in whatever this one was told. */
function checkForeign({ sessionId, marker, views, answers, history }, find) {
  const foreign = (told) => (JSON.stringify(told).match(MARKER) ?? []).find((found) => found !== marker);
  for (const { name, events } of views) {
    for (const event of events) {
      if (event.type === 'reset') continue;
      const other = event.sessionId !== sessionId || event.id !== `${sessionId}:${event.seq}` || foreign(event);
      if (other) find('foreign', `${name} ${event.type} ${event.id}: ${other}`);
    }
  }
  for (const told of [...answers, ...history]) {
    const other = foreign(told);
    if (other) find('foreign', `${told.messageId}: ${other}`);
  }
}

/** Every event new, and none missed; a stream of one turn leaves out what others tell in between. */
function checkOrder({ name, after, turnId = null, events }, find, counts) {
  let last = after;
  for (const event of events) {
    if (event.type === 'reset') {
      counts.resets += 1;
      last = event.lastSeq;
      continue;
    }
    const { type, seq, fromSeq = seq } = event;
    counts.events += 1;
    if (type === 'error') counts.errors += 1;
    if (isForSenderAlone(event) && turnId !== null && type === 'error' && seq === last) continue;
    if (turnId === null && fromSeq > last + 1) find('gap', `${name}: ${type} ${fromSeq}-${seq} after ${last}`);
    if (seq <= last) find('repeat', `${name}: ${type} ${seq} after ${last}`);
    if (turnId !== null && event.turnId !== turnId) find('foreign', `${name}: ${type} ${seq} of ${event.turnId}`);
    last = Math.max(last, seq);
  }
}

/** It stands for no number: the failure of a turn that another one has outrun, which the stream of its own POST alone is told. */
function isForSenderAlone({ seq, fromSeq = seq }) {
  return fromSeq > seq;
}

/** The pieces that a view was told of an answer make up that answer. */
function checkWording({ name, events }, find) {
  const told = new Map();
  for (const { type, turnId, delta, replace, response } of events) {
    if (type === 'reset') told.clear();
    if (type === 'start') told.set(turnId, '');
    if (!told.has(turnId)) continue;
    if (type === 'text') told.set(turnId, replace ? delta : told.get(turnId) + delta);
    if (type === 'complete' && told.get(turnId) !== response.message) {
      find('wording', `${name}: ${turnId} told "${told.get(turnId)}", and the answer is "${response.message}"`);
    }
  }
}

/** What two views tell under one number is one event. */
function checkAgreement({ views }, find) {
  const known = new Map();
  for (const { name, events } of views) {
    for (const event of events) {
      const { type, seq, turnId = null } = event;
      if (!LANDMARKS.has(type) || isForSenderAlone(event)) continue;
      const own = `${type} of ${turnId}`;
      const first = known.get(seq) ?? own;
      if (first !== own) find('disagreement', `${seq} is ${first}, and in ${name} ${own}`);
      known.set(seq, first);
    }
  }
}

/** Every acknowledged message is stored once and answered once, and nothing else is answered. */
function checkMessages({ acknowledged, answers, history, views }, find, counts) {
  const seqs = history.map(({ seq }) => seq);
  if (seqs.some((seq, index) => seq !== index + 1)) find('history gap', seqs.join(' '));
  const replies = history.filter(({ role }) => role === 'agent');
  const { answering, completed } = turnsOf(views);
  // Not everything was told to every view that was reset: it was to read the history.
  const wereReset = views.some(({ events }) => events.some(({ type }) => type === 'reset'));
  counts.replies += replies.length;
  counts.sentAgain += acknowledged.reduce((sum, { attempts }) => sum + attempts - 1, 0);

  for (const { clientMessageId } of acknowledged) {
    counts.acknowledged += 1;
    const stored = history.filter((message) => message.clientMessageId === clientMessageId);
    if (stored.length === 0) find('lost', clientMessageId);
    if (stored.length > 1) find('stored twice', clientMessageId);
    counts.stored += stored.length;
    const turns = (answering.get(clientMessageId) ?? []).filter((turnId) => completed.has(turnId));
    const isAnswered = turns.length > 0 || (wereReset && isReplied(history, clientMessageId));
    if (!isAnswered) find('unanswered', clientMessageId);
    if (turns.length > 1) find('answered twice', `${clientMessageId} by ${turns.join(' and ')}`);
    if (isAnswered && turns.length <= 1) counts.answered += 1;
    const told = new Set(answers.filter((one) => one.clientMessageId === clientMessageId).map((one) => one.messageId));
    for (const turnId of turns) told.add(completed.get(turnId));
    if (told.size > 1) find('two answers', `${clientMessageId}: ${[...told].join(' and ')}`);
  }

  const told = [...completed.values()];
  for (const { messageId } of replies)
    if (!wereReset && !told.includes(messageId)) find('untold', `reply ${messageId} is on record, and no view has it`);
  for (const messageId of told)
    if (!replies.some((reply) => reply.messageId === messageId)) find('unrecorded', `reply ${messageId} was told`);
  for (const { messageId } of answers)
    if (!replies.some((reply) => reply.messageId === messageId)) find('unrecorded', `reply ${messageId} was returned`);
}

/** A client waits for the answer before it sends its next message, so the one after a message on record is the answer to it. */
function isReplied(history, clientMessageId) {
  const index = history.findIndex((message) => message.clientMessageId === clientMessageId);
  return index >= 0 && history[index + 1]?.role === 'agent';
}

/** Which turns set out to answer a message, and the reply of each turn that did; from all views together. */
function turnsOf(views) {
  const answering = new Map();
  const completed = new Map();
  for (const { events } of views) {
    for (const event of events) {
      if (event.type === 'complete') completed.set(event.turnId, event.response.messageId);
      if (event.type !== 'start') continue;
      for (const { clientMessageId } of event.messages) {
        const turns = answering.get(clientMessageId) ?? [];
        if (!turns.includes(event.turnId)) answering.set(clientMessageId, [...turns, event.turnId]);
      }
    }
  }
  return { answering, completed };
}

/** The longest time between two moments, without what of it lies in an outage. */
function longestGap(moments, outages) {
  let longest = 0;
  for (let index = 1; index < moments.length; index += 1) {
    const [from, to] = [moments[index - 1], moments[index]];
    const excused = outages.reduce(
      (sum, outage) => sum + Math.max(0, Math.min(to, outage.to) - Math.max(from, outage.from)),
      0,
    );
    longest = Math.max(longest, to - from - excused);
  }
  return longest;
}
