import { type LanguageModelMiddleware } from 'ai';
import { LlmUnavailable } from './model-errors.js';

type WrapStream = NonNullable<LanguageModelMiddleware['wrapStream']>;

/** What a provider's package gives for one request: the stream of its parts and what it told of request and response. */
export type ModelStream = Awaited<ReturnType<WrapStream>>;

/** One part of such a stream. */
type ModelStreamPart = ModelStream['stream'] extends ReadableStream<infer Part> ? Part : never;

/** The first piece of an answer, and everything after it. */
export interface BegunStream {
  /** Parts as they come, from the beginning. Fails with one of our errors, never with theirs. */
  readonly stream: ReadableStream<ModelStreamPart>;
  /** Resolves when the stream was read to its end or was no longer wanted; rejects when it failed. */
  readonly ended: Promise<void>;
}

/** What a stream is watched for. */
export interface StreamWatch {
  readonly model: string;
  readonly stallTimeoutMs: number;
  /** Ends the provider's request. */
  readonly abort: (reason: Error) => void;
  /** The failure to tell instead of the provider's. */
  readonly translate: (failure: unknown) => Error;
}

/** Parts that carry something of the answer. */
const CONTENT: ReadonlySet<ModelStreamPart['type']> = new Set<ModelStreamPart['type']>([
  ...(['text-delta', 'reasoning-delta', 'tool-input-start', 'tool-call', 'finish'] as const),
]);

/**
 * Reads up to the first piece of the answer, so that a request that fails before may still be repeated, then passes on what comes.
 * A stream that fails, stalls, or ends without saying why it ended, fails.
 * @throws what `translate` gives, before the first piece
 */
export async function beginStream({ stream }: ModelStream, watch: StreamWatch): Promise<BegunStream> {
  const reader = stream.getReader();
  const first: ModelStreamPart[] = [];
  try {
    for (;;) {
      const part = await nextPart(reader, watch.model);
      if (part === null) throw cut(watch.model);
      first.push(part);
      if (CONTENT.has(part.type)) break;
    }
  } catch (failure) {
    throw given(reader, watch.translate(failure));
  }
  return rest(reader, first, watch);
}

function rest(reader: Reader, first: readonly ModelStreamPart[], watch: StreamWatch): BegunStream {
  const ending = Promise.withResolvers<undefined>();
  // Whoever does not count failures need not listen.
  ending.promise.catch(() => undefined);
  let finished = first.some(({ type }) => type === 'finish');
  const stream = new ReadableStream<ModelStreamPart>(
    {
      start(controller) {
        for (const part of first) controller.enqueue(part);
      },
      async pull(controller) {
        try {
          const part = await notStalled(() => nextPart(reader, watch.model), watch);
          if (part !== null) {
            finished ||= part.type === 'finish';
            controller.enqueue(part);
            return;
          }
          if (!finished) throw cut(watch.model);
          ending.resolve(undefined);
          controller.close();
        } catch (failure) {
          const error = given(reader, watch.translate(failure));
          ending.reject(error);
          controller.error(error);
        }
      },
      async cancel(reason) {
        ending.resolve(undefined);
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, ended: ending.promise };
}

type Reader = ReadableStreamDefaultReader<ModelStreamPart>;

/** The next part, null at the end. A failure that the provider tells as a part is thrown. */
async function nextPart(reader: Reader, model: string): Promise<ModelStreamPart | null> {
  const { done, value } = await reader.read();
  if (done) return null;
  if (value.type === 'error') throw value.error;
  if (value.type === 'finish' && endsWithoutReason(value)) throw cut(model);
  return value;
}

async function notStalled<T>(work: () => Promise<T>, { model, stallTimeoutMs, abort }: StreamWatch): Promise<T> {
  const timer = setTimeout(() => {
    abort(new LlmUnavailable(`${model} paused for too long.`, 'stalled'));
  }, stallTimeoutMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

/** Gives up what is left of the provider's answer, then the failure. */
function given(reader: Reader, failure: Error): Error {
  reader.cancel(failure).catch(() => undefined);
  return failure;
}

/** A provider always says why its answer ended; the packages make this up when the connection ended instead. */
function endsWithoutReason({ finishReason }: Extract<ModelStreamPart, { type: 'finish' }>): boolean {
  return finishReason.raw === undefined && (finishReason.unified === 'interrupted' || finishReason.unified === 'other');
}

function cut(model: string): LlmUnavailable {
  return new LlmUnavailable(`The answer of ${model} was cut off.`, 'cut_stream');
}
