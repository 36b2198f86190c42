import { type Clock } from '../../src/common/clock.js';
import { EventArchive } from '../../src/conversation/event-archive.js';
import { type Database } from '../../src/database/database.js';
import { MemoryEventLog } from '../../src/events/memory-event-log.js';
import { SessionEvents } from '../../src/events/session-events.js';

/** The events of one instance, in memory in front of the record. */
export function memoryEvents(database: Database, clock: Clock): SessionEvents {
  return new SessionEvents(new MemoryEventLog(clock), new EventArchive(database));
}
