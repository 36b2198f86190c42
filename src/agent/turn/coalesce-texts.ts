import { type TurnEventBody } from '@frontdesk/client';

/** Longest text of one event, in characters: a message on the wire stays well below 64 KB, whatever the characters are. */
const MOST_CHARS = 12_000;

/** Neighbouring deltas as one. A `replace` makes what stands before it void. */
export function coalesceTexts(bodies: readonly TurnEventBody[]): TurnEventBody[] {
  const joined: TurnEventBody[] = [];
  for (const body of bodies) {
    const before = joined.at(-1);
    if (body.type !== 'text' || before?.type !== 'text') joined.push(body);
    else if (body.replace) joined[joined.length - 1] = body;
    else if (before.delta.length + body.delta.length > MOST_CHARS) joined.push(body);
    else joined[joined.length - 1] = { ...before, delta: before.delta + body.delta };
  }
  return joined.flatMap((body) => (body.type === 'text' ? inPieces(body) : [body]));
}

function inPieces(body: TurnEventBody & { readonly type: 'text' }): TurnEventBody[] {
  if (body.delta.length <= MOST_CHARS) return [body];
  const pieces = body.delta.match(new RegExp(`[^]{1,${MOST_CHARS}}`, 'gu')) ?? [];
  return pieces.map((delta, n) => (n === 0 ? { ...body, delta } : { type: 'text', delta }));
}
