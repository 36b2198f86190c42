/** The events of a text/event-stream body as they come: `{ id, event, data }`; comments are passed over. */
export async function* eventsOf(response) {
  const decoder = new TextDecoder();
  let buffered = '';
  for await (const bytes of response.body) {
    buffered += decoder.decode(bytes, { stream: true });
    const blocks = buffered.split('\n\n');
    buffered = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => {
          const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
          return [field, value];
        }),
      );
      if (fields.data !== undefined) yield fields;
    }
  }
}
