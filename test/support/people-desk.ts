import { type Clock, SystemClock } from '../../src/common/clock.js';
import { loadConfig } from '../../src/config/app-config.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { LiveSessions } from '../../src/conversation/live-sessions.js';
import { SessionProjection } from '../../src/conversation/session-projection.js';
import { TicketFeed } from '../../src/conversation/ticket-feed.js';
import { Tickets } from '../../src/conversation/tickets.js';
import { UnprojectedConversations } from '../../src/conversation/unprojected-conversations.js';
import { type Database } from '../../src/database/database.js';
import { type Announcement, type SessionEvents } from '../../src/events/session-events.js';
import { type TurnSignal } from '../../src/events/turn-signals.js';
import { HandoffDesk } from '../../src/handoff/handoff-desk.js';
import { HandoffRequests } from '../../src/handoff/handoff-requests.js';
import { HandoffTeller } from '../../src/handoff/handoff-teller.js';
import { TicketEdits } from '../../src/handoff/ticket-edits.js';
import { TicketLedger } from '../../src/handoff/ticket-ledger.js';
import { TicketList } from '../../src/handoff/ticket-list.js';
import { MemorySessionStore } from '../../src/session/memory-session-store.js';
import { newSessionId } from '../../src/session/session-id.js';
import { onCleanUp } from './clean-up.js';

/** People at the desk, without HTTP. */
export interface PeopleDesk {
  readonly desk: HandoffDesk;
  readonly edits: TicketEdits;
  readonly list: TicketList;
  readonly ledger: TicketLedger;
  readonly teller: HandoffTeller;
  readonly conversations: Conversations;
  /** Ids of tickets that consoles were told of. */
  readonly fed: string[];
  readonly signals: (readonly [string, TurnSignal])[];
  /** A new session on record. */
  newSession(): Promise<string>;
}

export interface PeopleDeskOptions {
  readonly events: Pick<SessionEvents, 'announce'>;
  readonly clock?: Clock;
}

/** Notes what is announced, as a log would that agrees with the record. */
export function announcements(): { readonly told: Announcement[]; readonly events: PeopleDeskOptions['events'] } {
  const told: Announcement[] = [];
  return {
    told,
    events: {
      announce: async (announcement) => {
        told.push(announcement);
        return announcement.eventSeq;
      },
    },
  };
}

/** The desk over a shared record; make several for several instances. */
export function peopleDesk(database: Database, { events, clock = new SystemClock() }: PeopleDeskOptions): PeopleDesk {
  const store = new MemorySessionStore({ idleTimeoutMs: 1e6, absoluteTimeoutMs: 1e7, maxSessions: 1000 }, clock);
  onCleanUp(() => store.close());
  const conversations = new Conversations(database);
  const liveSessions = new LiveSessions(store, conversations, clock, loadConfig({}));
  const projection = new SessionProjection(new UnprojectedConversations(database, clock));
  const requests = new HandoffRequests(liveSessions, new Tickets(database), projection, store);
  const ledger = new TicketLedger(database);
  const feed = new TicketFeed();
  const fed: string[] = [];
  feed.onChange((ticketId) => fed.push(ticketId));
  const signals: (readonly [string, TurnSignal])[] = [];
  const teller = new HandoffTeller(events as SessionEvents, feed);
  const desk = new HandoffDesk(requests, ledger, teller, clock, {
    send: async (sessionId, signal) => void signals.push([sessionId, signal]),
    onSignal: () => undefined,
  });
  return {
    ...{ desk, ledger, teller, conversations, fed, signals },
    edits: new TicketEdits(ledger, teller, clock),
    list: new TicketList(database),
    newSession: async () => {
      const sessionId = newSessionId();
      const conversation = { sessionId, threadId: 'thr_1', userId: null, userVerified: false, metadata: {} };
      await conversations.create({ ...conversation, at: clock.date() });
      return sessionId;
    },
  };
}
