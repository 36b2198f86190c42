import { DeskError } from '@frontdesk/client';
import { strings } from '../strings.js';

const MINUTE_MS = 60_000;
const HOUR_MIN = 60;
const DAY_MIN = 24 * HOUR_MIN;

/**
 * Why something failed. What the desk refused for good is said best by the desk itself, the rest in our own words.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function failureWords(error) {
  const { default: unknown } = strings.errors;
  if (!(error instanceof DeskError)) return unknown;
  const { code, detail, retryable, errors } = error.problem;
  const mistakes = errors.map(({ field, message }) => `${field} ${message}`).join('; ');
  return strings.errors[code] ?? (retryable || code === 'internal' ? unknown : mistakes || detail || unknown);
}

/** @param {readonly string[]} reasons codes of the desk */
export function reasonWords(reasons) {
  return reasons.map((code) => strings.reasons[code] ?? code.replaceAll('_', ' ')).join(', ');
}

/**
 * @param {string} since ISO-8601
 * @param {number} now ms since 1970
 */
export function howLong(since, now) {
  const minutes = Math.floor((now - Date.parse(since)) / MINUTE_MS);
  if (minutes < 1) return strings.lessThanMinute;
  if (minutes < HOUR_MIN) return strings.minutes(minutes);
  if (minutes < DAY_MIN) return strings.hours(Math.floor(minutes / HOUR_MIN));
  return strings.days(Math.floor(minutes / DAY_MIN));
}
