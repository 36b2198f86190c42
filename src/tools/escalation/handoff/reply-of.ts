import { TICKET_NUMBER } from '../../../common/ticket-number.js';
import { type NextOpening, type Opening } from './opening.js';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const NUMBER = `Your ticket number is ${TICKET_NUMBER}.`;
const KEEP_WRITING = "You can keep writing here, and everything you've said so far is there for them to read.";

/** What the customer reads when a person is asked for. Null: no hours are configured, so none are promised. */
export function replyOf(opening: Opening | null): string {
  if (opening === null) return `I've asked a person from our team to take over. ${NUMBER} ${KEEP_WRITING}`;
  if (opening.state === 'open') {
    return `I've asked a person from our team to take over. Somebody is there now and will read this soon. ${NUMBER} ${KEEP_WRITING}`;
  }
  const back = opening.opens ? `We are back ${inWords(opening.opens)}.` : 'We will get back to you as soon as we can.';
  return `I've passed this on to our team, but nobody is there right now. ${back} ${NUMBER} ${KEEP_WRITING}`;
}

function inWords({ inDays, weekday, minute }: NextOpening): string {
  const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const day = WEEKDAYS[weekday - 1] ?? '';
  if (inDays === 0) return `today at ${time}`;
  if (inDays === 1) return `tomorrow, ${day}, at ${time}`;
  return inDays < 7 ? `on ${day} at ${time}` : `in ${inDays} days, on ${day}, at ${time}`;
}
