/** Every event that other systems can be told of. */
const WEBHOOK_EVENTS = [
  'message.created',
  'ticket.created',
  'ticket.updated',
  'handoff.requested',
  'handoff.queued',
  'handoff.assigned',
  'handoff.active',
  'handoff.returned',
  'handoff.cancelled',
  'handoff.timed_out',
  'session.created',
  'session.deleted',
] as const;

/** What an endpoint may ask for: events by name, or all of them, also those of later versions. */
export const WANTED_EVENTS = ['*', ...WEBHOOK_EVENTS] as const;

export type WantedEvent = (typeof WANTED_EVENTS)[number];
