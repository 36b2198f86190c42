/**
 * Keeps what a stream gives, up to `limit` bytes; beyond, `onFlood` is called and nothing more is kept.
 * Returns what tells the text so far.
 */
export function collect(
  stream: NodeJS.ReadableStream | NodeJS.WritableStream | null | undefined,
  limit: number,
  onFlood: () => void,
): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  if (stream && 'read' in stream) {
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) chunks.push(chunk);
      else onFlood();
    });
  }
  return () => Buffer.concat(chunks).toString('utf8');
}
