/** Longest answer of an MCP server, bytes after decompression. */
const MAX_BYTES = 1024 * 1024;

/**
 * `fetch` for MCP. No answer may be longer than MAX_BYTES; a refusal keeps its status only, so that it is told from an answer of the
 * protocol; and the stream on which a server tells its own news is declined, as a server may do it itself (405): nobody here listens,
 * and it would stay open for ever.
 */
export const boundedFetch: typeof globalThis.fetch = async (input, init) => {
  if (init?.method === 'GET') return new Response(null, { status: 405 });
  const response = await fetch(input, init);
  if (!response.ok) {
    await response.body?.cancel();
    return new Response(null, { status: response.status });
  }
  return response.body ? new Response(response.body.pipeThrough(bounded()), response) : response;
};

function bounded(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  return new TransformStream({
    transform: (chunk, controller) => {
      bytes += chunk.byteLength;
      if (bytes > MAX_BYTES) controller.error(new Error(`more than ${MAX_BYTES} bytes`));
      else controller.enqueue(chunk);
    },
  });
}
