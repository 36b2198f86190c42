import { strings } from '../strings.js';
import { button, el } from './dom.js';
import { icon } from './icons.js';

/**
 * @import { Failure } from '../types.js'
 * @import { MessageActions } from './message.js'
 */

/**
 * Why a message was not answered, and what the customer can do about it.
 *
 * @param {Failure} failure
 * @param {string} clientMessageId
 * @param {MessageActions} actions
 */
export function failureNote(failure, clientMessageId, { retry, edit }) {
  const again = failure.retryable && button(strings.tryAgain, 'link-button', () => retry(clientMessageId));
  const change = button(strings.edit, 'link-button', () => edit(clientMessageId));
  const reason = el('span', {}, icon('alert'), describe(failure));
  const reference = failure.requestId && strings.reference(failure.requestId);
  const small = reference && el('small', {}, reference);
  return el('div', { class: 'failure' }, reason, el('span', { class: 'failure-actions' }, again, change), small);
}

/** @param {Failure} failure */
function describe({ code, detail, mistake, retryable, retryAfter }) {
  if (mistake) return strings.mistake(mistake);
  // What the customer can mend is said best by the desk itself; the rest in our own words.
  const reason = strings.errors[code] ?? (retryable ? undefined : detail) ?? strings.errors['default'];
  return [reason, retryAfter && strings.waitSeconds(retryAfter)].filter(Boolean).join(' ');
}
