const TIME = new Intl.DateTimeFormat(navigator.language, { hour: 'numeric', minute: '2-digit' });
const DATE_AND_TIME = new Intl.DateTimeFormat(navigator.language, { dateStyle: 'medium', timeStyle: 'short' });

/**
 * @param {string} at ISO-8601
 * @returns {HTMLTimeElement} the time of today's messages, date and time of older ones
 */
export function timeOf(at) {
  const date = new Date(at);
  const element = document.createElement('time');
  if (Number.isNaN(date.getTime())) return element;
  element.dateTime = at;
  element.title = DATE_AND_TIME.format(date);
  const today = date.toDateString() === new Date().toDateString();
  element.textContent = (today ? TIME : DATE_AND_TIME).format(date);
  return element;
}
