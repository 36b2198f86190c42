/** Stands in a reply for the number that its ticket gets when the turn is committed. */
export const TICKET_NUMBER = '{ticketNumber}';
