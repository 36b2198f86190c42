import { setTimeout as sleep } from 'node:timers/promises';
import { EventFollower } from './event-follower.mjs';

const REPLAY_WITHIN_MS = 20_000;

/** Puts the record, and all events once more from the first one, into a customer's log. */
export async function readBack(url, { session, log }) {
  const authorization = { authorization: `Bearer ${session.token}` };
  for (let after = '0'; after !== null;) {
    const path = `${url}/api/v1/chat/${session.sessionId}/messages?limit=200&afterSeq=${after}`;
    const response = await fetch(path, { headers: authorization });
    if (!response.ok) throw new Error(`no history: ${response.status} ${await response.text()}`);
    const page = await response.json();
    log.history.push(...page.data);
    after = page.nextCursor;
  }
  const seen = Math.max(0, ...log.views.map((view) => view.last));
  const replies = log.history.filter(({ role }) => role === 'agent').length;
  const view = log.view('replay', 0);
  const follower = new EventFollower({ url, session, view });
  const giveUpAt = performance.now() + REPLAY_WITHIN_MS;
  const isWhole = () => {
    const told = view.events.filter(({ type }) => type === 'complete').length;
    return view.last >= seen && told >= replies;
  };
  while (!isWhole() && performance.now() < giveUpAt) await sleep(20);
  await follower.close();
}
