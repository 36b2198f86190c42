import { strings } from '../strings.js';

/** @import { Handoff } from '@frontdesk/client' */

/**
 * What a customer is told of their way to a person.
 *
 * @param {Handoff} handoff
 * @returns {string | undefined} undefined when there is nothing to say
 */
export function handoffText({ state, number, agentName }) {
  const reference = strings.ticket(String(number));
  if (state === 'none' || state === 'cancelled') return undefined;
  if (state === 'returned') return strings.personGone;
  if (state === 'timed_out') return `${strings.nobodyCame} ${reference}`;
  const here = state === 'assigned' || state === 'active';
  return `${here ? strings.personHere(agentName ?? strings.authors.human) : strings.personAsked} ${reference}`;
}
