import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { onCleanUp } from './clean-up.js';

/** One message of a request, as OpenAI's chat API writes it. */
interface SentMessage {
  readonly role: string;
  readonly content: string | null;
  readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: string } }[];
}

/** What a desk sent. */
interface SentRequest {
  readonly model: string;
  readonly messages: readonly SentMessage[];
  readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters: unknown } }[];
  readonly [field: string]: unknown;
}

/** One request being answered, frame by frame. */
interface ProviderTurn {
  readonly request: SentRequest;
  /** From 1, over all requests. */
  readonly number: number;
  readonly headers: IncomingMessage['headers'];
  /** What the customer asked, out of its fence. */
  readonly question: string;
  /** Resolves when the desk closes the connection. */
  readonly closed: Promise<void>;
  /** Sends a piece of text. */
  readonly say: (text: string) => void;
  /** Sends a call of a tool. */
  readonly call: (name: string, input?: unknown) => void;
  /** Sends a frame as it is. */
  readonly raw: (frame: string) => void;
  /** Ends the answer in order; by default as its content says. */
  readonly finish: (reason?: 'stop' | 'length' | 'content_filter' | 'tool_calls') => void;
  /** Answers with a status and no stream. */
  readonly fail: (status: number, headers?: Readonly<Record<string, string>>) => void;
  /** Ends the response as it is. */
  readonly close: () => void;
  /** Breaks the connection. */
  readonly cut: () => void;
}

/** Plays the model for one request. */
export type ProviderScript = (turn: ProviderTurn) => void | Promise<void>;

/** A real HTTP server that speaks OpenAI's chat API as scripts tell it to. */
export interface ScriptedProvider {
  /** As LLM_BASE_URL. */
  readonly url: string;
  /** The variables that make a desk ask it. */
  readonly env: Readonly<Record<'LLM_PROVIDER' | 'LLM_MODEL' | 'LLM_BASE_URL', string>>;
  /** Every request, also those that failed. */
  readonly requests: readonly SentRequest[];
  /** Scripts for the next requests, in order; `otherwise` plays when there is none left. */
  next(...scripts: readonly ProviderScript[]): void;
  otherwise(script: ProviderScript): void;
}

/** Says `text` in pieces of about five characters. */
export function saying(text: string): ProviderScript {
  return (turn) => {
    for (const piece of text.match(/[^]{1,5}/gu) ?? []) turn.say(piece);
    turn.finish();
  };
}

/** Calls a tool, or one of the desk's own: `cannot_answer`, `needs_person`. */
export function calling(name: string, input: unknown = {}): ProviderScript {
  return (turn) => {
    turn.call(name, input);
    turn.finish();
  };
}

/** Fails with a status. */
export function failing(status: number, headers: Readonly<Record<string, string>> = {}): ProviderScript {
  return (turn) => {
    turn.fail(status, headers);
  };
}

/** Starts the server; it is stopped at the end of the test file. Without scripts it refuses everything with 500. */
export async function startScriptedProvider(): Promise<ScriptedProvider> {
  const requests: SentRequest[] = [];
  const queue: ProviderScript[] = [];
  let fallback: ProviderScript = failing(500);
  const server = createServer((request, response) => {
    void serve(request, response);
  });
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = (await json(request)) as SentRequest;
    requests.push(sent);
    const script = queue.shift() ?? fallback;
    await script(turnOf(sent, requests.length, request, response));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onCleanUp(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    url,
    env: { LLM_PROVIDER: 'openai-compatible', LLM_MODEL: 'scripted', LLM_BASE_URL: url },
    requests,
    next: (...scripts) => void queue.push(...scripts),
    otherwise: (script) => void (fallback = script),
  };
}

/** What the customer asked in a request of the desk: the last fence of its last message. */
function questionOf({ messages = [] }: Partial<SentRequest>): string {
  const asked = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  return [...asked.matchAll(/⟦customer message \w+⟧\n([^]*?)\n⟦end \w+⟧/g)].at(-1)?.[1] ?? '';
}

function turnOf(
  request: SentRequest,
  number: number,
  incoming: IncomingMessage,
  response: ServerResponse,
): ProviderTurn {
  const closed = new Promise<void>((resolve) =>
    response.once('close', () => {
      resolve();
    }),
  );
  let called = false;
  const raw = (frame: string): void => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (!response.destroyed) response.write(frame);
  };
  const chunk = (fields: object): void => {
    raw(`data: ${JSON.stringify({ ...envelope(request, number), ...fields })}\n\n`);
  };
  const delta = (content: object): void => {
    chunk({ choices: [{ index: 0, delta: content, finish_reason: null }] });
  };
  return {
    ...{ request, number, closed, raw, headers: incoming.headers, question: questionOf(request) },
    say: (text) => {
      delta({ role: 'assistant', content: text });
    },
    call: (name, input = {}) => {
      const call = {
        index: 0,
        id: `call_${number}`,
        type: 'function',
        function: { name, arguments: JSON.stringify(input) },
      };
      called = true;
      delta({ role: 'assistant', tool_calls: [call] });
    },
    finish: (reason = called ? 'tool_calls' : 'stop') => {
      chunk({ choices: [{ index: 0, delta: {}, finish_reason: reason }] });
      chunk({ choices: [], usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } });
      raw('data: [DONE]\n\n');
      response.end();
    },
    fail: (status, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify({ error: { message: `scripted ${status}`, type: 'scripted' } }));
    },
    close: () => void response.end(),
    cut: () => void response.destroy(),
  };
}

function envelope({ model }: SentRequest, number: number): object {
  return { id: `chatcmpl-${number}`, object: 'chat.completion.chunk', created: 1_700_000_000, model };
}
