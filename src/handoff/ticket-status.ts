import { type Ticket } from '@frontdesk/client';

export const TICKET_STATUSES = ['new', 'open', 'pending', 'on_hold', 'solved', 'closed'] as const;

/** Where the work on a ticket stands; who has the conversation is its handoff state. */
export type TicketStatus = Ticket['status'];

/** `new`: nobody has looked at it. `solved` may be opened again, `closed` is the end. */
const MOVES: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  new: ['open', 'pending', 'on_hold', 'solved'],
  open: ['pending', 'on_hold', 'solved'],
  pending: ['open', 'on_hold', 'solved'],
  on_hold: ['open', 'pending', 'solved'],
  solved: ['open', 'closed'],
  closed: [],
};

/** Whether a ticket may go from one status to another; staying is no move. */
export function mayMove(from: TicketStatus, to: TicketStatus): boolean {
  return MOVES[from].includes(to);
}

/** Whether nobody works on it any more. */
export function isDone(status: TicketStatus): boolean {
  return status === 'solved' || status === 'closed';
}

/** What the status of a ticket says of its conversation. */
export function conversationStatusOf(status: TicketStatus): 'open' | 'pending' | 'resolved' {
  if (isDone(status)) return 'resolved';
  return status === 'new' || status === 'open' ? 'open' : 'pending';
}
