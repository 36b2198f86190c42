/** One event of an event stream; `data` is as sent, lines joined by line feeds. */
export interface ServerSentEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: string;
}

/**
 * Reads the body of an event stream until it ends; breaking out of the loop closes the connection.
 * Fields and line endings by the HTML standard, section 9.2.6. An event without its closing blank line is dropped.
 */
export async function* readEvents(response: Response): AsyncGenerator<ServerSentEvent> {
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('text/event-stream') || !response.body) {
    throw new Error(`expected an event stream, got ${response.status} ${type}: ${await response.text()}`);
  }
  const decoder = new TextDecoder();
  let buffered = '';
  for await (const bytes of response.body) {
    buffered += decoder.decode(bytes as Uint8Array, { stream: true });
    // A carriage return at the end may be the first half of one line ending.
    const complete = buffered.endsWith('\r') ? buffered.slice(0, -1) : buffered;
    const rest = buffered.slice(complete.length);
    const blocks = complete.replace(/\r\n?/g, '\n').split('\n\n');
    buffered = (blocks.pop() ?? '') + rest;
    for (const block of blocks) {
      const event = parseBlock(block);
      if (event) yield event;
    }
  }
}

function parseBlock(block: string): ServerSentEvent | undefined {
  const data: string[] = [];
  let event = 'message';
  let id: string | undefined;
  for (const line of block.split('\n')) {
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    if (field === 'event') event = value;
    if (field === 'id') id = value;
  }
  if (data.length === 0) return undefined;
  return { ...(id === undefined ? {} : { id }), event, data: data.join('\n') };
}
