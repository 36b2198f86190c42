/** @typedef {{ event: string, data: string, id: string }} StreamEvent */

// A CR at the very end of what has arrived may be the first half of a CRLF.
const LINE_END = /\r\n|\n|\r(?!$)/;

/**
 * Parser of the `text/event-stream` format (WHATWG HTML, section 9.2.6), fed with text in pieces of any size.
 * `EventSource` itself cannot be used: it can neither POST nor send an Authorization header.
 */
export function createEventStreamParser() {
  let rest = '';
  let id = '';
  let event = '';
  /** @type {string[]} */
  let data = [];

  /** @param {string} line */
  const readField = (line) => {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id') id = value;
  };

  return {
    /**
     * @param {string} chunk
     * @returns {StreamEvent[]} the events this piece completed
     */
    push(chunk) {
      /** @type {StreamEvent[]} */
      const events = [];
      rest += chunk;
      for (let end = LINE_END.exec(rest); end; end = LINE_END.exec(rest)) {
        const line = rest.slice(0, end.index);
        rest = rest.slice(end.index + end[0].length);
        if (line !== '') {
          readField(line);
          continue;
        }
        if (data.length > 0) events.push({ event: event || 'message', data: data.join('\n'), id });
        event = '';
        data = [];
      }
      return events;
    },
  };
}
