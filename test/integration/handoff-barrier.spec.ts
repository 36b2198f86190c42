import { beforeEach, expect, it } from '@jest/globals';
import { SystemClock } from '../../src/common/clock.js';
import { EventArchive } from '../../src/conversation/event-archive.js';
import { type Database } from '../../src/database/database.js';
import { MemoryEventLog } from '../../src/events/memory-event-log.js';
import { type NewEvent, type SessionEvent } from '../../src/events/session-event.js';
import { SessionEvents } from '../../src/events/session-events.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { type PeopleDesk, peopleDesk } from '../support/people-desk.js';
import { type TurnRecorder, turnRecorder } from '../support/turn-recorder.js';
import { until } from '../support/until.js';

const ANA = { operatorId: 'key_1:Ana', name: 'Ana' };

/** Two instances over one log and one record: the agent answers on the first, people work on the second. */
describeOnEachDatabase('the takeover barrier', (open) => {
  let agentSide: SessionEvents;
  let peopleSide: SessionEvents;
  let people: PeopleDesk;
  let turns: TurnRecorder;
  let sessionId: string;
  let ticketId: string;
  let database: Database;

  beforeEach(async () => {
    database = open();
    const log = new MemoryEventLog(new SystemClock());
    const archive = new EventArchive(database);
    agentSide = new SessionEvents(log, archive);
    peopleSide = new SessionEvents(log, archive);
    people = peopleDesk(database, { events: peopleSide });
    sessionId = await people.newSession();
    turns = turnRecorder(database, sessionId, new Date());
    const { ticket } = await people.desk.request({ sessionId, reason: 'human_request', note: null });
    ticketId = ticket.ticketId;
  });

  type Turn = Awaited<ReturnType<TurnRecorder['begun']>>;

  const tell = (turn: Turn, deltas: readonly string[]): ReturnType<SessionEvents['append']> => {
    const at = new Date().toISOString();
    const events: NewEvent[] = deltas.map((delta) => ({ type: 'text', turnId: turn.turnId, at, delta }));
    return agentSide.append({ sessionId, epoch: turn.epoch, floor: turn.lastEventSeq, events });
  };

  const followed = async (events: SessionEvents, afterSeq: number): Promise<SessionEvent[]> => {
    const seen: SessionEvent[] = [];
    await events.follow(sessionId, afterSeq, { event: (event) => seen.push(event), reset: () => seen.splice(0) });
    return seen;
  };

  const lastEventSeq = async (): Promise<number | undefined> =>
    (await people.conversations.find(sessionId))?.lastEventSeq;

  it('numbers a claim above what a running turn has told, and lets it tell nothing more', async () => {
    const seen = await followed(agentSide, 0);
    const turn = await turns.begun('hello');
    await tell(turn, ['The', ' answer', ' is']);
    const { seq } = await people.desk.claim(ticketId, ANA);
    expect(seq).toBe(5);
    expect(await tell(turn, [' 42.'])).toEqual({ status: 'fenced' });
    expect(await turns.commit(turn, { lastEventSeq: 9 })).toBeUndefined();
    await until(() => seen.length === 5);
    expect(seen.map((event) => [event.seq, event.type])).toEqual([
      ...[
        [1, 'handoff.updated'],
        [2, 'text'],
        [3, 'text'],
        [4, 'text'],
        [5, 'handoff.updated'],
      ],
    ]);
    expect(await lastEventSeq()).toBe(5);
    expect((await people.list.details(ticketId)).history.at(-1)).toMatchObject({ state: 'assigned', seq: 5 });
  });

  it('tells the end of a turn that was committed before the claim from the record, when its process can not', async () => {
    const early = await followed(peopleSide, 0);
    const turn = await turns.begun('hello');
    await tell(turn, ['the']);
    await turns.commit(turn, { firstEventSeq: 2, lastEventSeq: 4 });
    const { seq } = await people.desk.claim(ticketId, ANA);
    expect(seq).toBe(5);
    expect(await tell(turn, [' reply'])).toEqual({ status: 'fenced' });
    await until(() => early.at(-1)?.seq === 5);
    const late = await followed(agentSide, 0);
    for (const seen of [early, late]) {
      expect(seen.slice(-2).map((event) => [event.seq, event.type])).toEqual([
        [4, 'complete'],
        [5, 'handoff.updated'],
      ]);
      expect(seen.map((event) => event.fromSeq ?? event.seq)).toEqual([
        1,
        ...seen.slice(0, -1).map(({ seq: n }) => n + 1),
      ]);
    }
  });

  it('holds when the claim was recorded by a process that died before it could tell it', async () => {
    const turn = await turns.begun('hello');
    await tell(turn, ['The']);
    const dying = peopleDesk(database, {
      events: { announce: () => Promise.reject(new Error('the process is gone')) },
    });
    await expect(dying.desk.claim(ticketId, ANA)).rejects.toThrow('the process is gone');
    const { seq, ticket } = await people.desk.claim(ticketId, ANA);
    expect(ticket.handoffState).toBe('assigned');
    expect(await tell(turn, [' answer'])).toEqual({ status: 'fenced' });
    expect((await followed(agentSide, seq - 1)).map(({ type }) => type)).toEqual(['handoff.updated']);
  });

  it('lets the agent tell again after the release, and never the turns from before', async () => {
    const before = await turns.begun('hello');
    await people.desk.claim(ticketId, ANA);
    await people.desk.say(sessionId, ANA, { message: 'I am here.', clientMessageId: 'm-1' });
    const { seq } = await people.desk.release(ticketId, ANA);
    expect(await tell(before, ['Late'])).toEqual({ status: 'fenced' });
    const after = await turns.begun('thanks');
    const told = await tell(after, ['You are welcome.']);
    expect(told).toMatchObject({ status: 'appended', events: [{ seq: seq + 1 }] });
    expect(await turns.commit(after, { lastEventSeq: seq + 3 })).toBeDefined();
  });
});
