import { firstSeqOf, type SessionEvent } from './session-event.js';

/** Longest event in bytes of JSON. */
const MAX_BYTES = 64 * 1024;
/** Room for all but the delta of a text event. */
const ENVELOPE_BYTES = 1024;

type TextEvent = Extract<SessionEvent, { readonly type: 'text' }>;

const bytesOf = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/** The same events, with texts of one turn that follow each other joined into one, up to 64 KB each. They must be without a gap. */
export function joinTexts(events: readonly SessionEvent[]): SessionEvent[] {
  const joined: SessionEvent[] = [];
  let open: { texts: TextEvent[]; bytes: number } | undefined;
  const close = (): void => {
    if (open) joined.push(joinedText(open.texts));
    open = undefined;
  };
  for (const event of events) {
    if (event.type !== 'text') {
      close();
      joined.push(event);
      continue;
    }
    const bytes = bytesOf(event.delta);
    if (open?.texts[0]?.turnId !== event.turnId || open.bytes + bytes > MAX_BYTES - ENVELOPE_BYTES) close();
    if (open) {
      open.texts.push(event);
      open.bytes = event.replace ? bytes : open.bytes + bytes;
    } else {
      open = { texts: [event], bytes };
    }
  }
  close();
  return joined;
}

function joinedText(texts: readonly TextEvent[]): TextEvent {
  const [first] = texts;
  const last = texts.at(-1);
  if (!first || !last) throw new RangeError('there is no text to join');
  if (first === last) return first;
  // What was told before a `replace` is void.
  const from = texts.findLastIndex(({ replace }) => replace);
  const delta = texts
    .slice(Math.max(from, 0))
    .map((text) => text.delta)
    .join('');
  const event = { ...last, fromSeq: firstSeqOf(first), delta };
  return from < 0 ? event : { ...event, replace: true };
}
