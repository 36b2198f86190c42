import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { onCleanUp } from './clean-up.js';

/** A call of a tool that the model made. */
interface ObeyedCall {
  readonly name: string;
  readonly input: string;
}

/** A model at a real server of the OpenAI kind that does whatever any text of its prompt says. */
export interface ObeyingModel {
  readonly url: string;
  /** Everything it was sent, one text a request. */
  readonly prompts: readonly string[];
  readonly calls: readonly ObeyedCall[];
}

interface ChatMessage {
  readonly role: string;
  readonly content?: unknown;
}

interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly stream?: boolean;
}

/** Something the model does: a piece of text, or a call. */
type Deed = { readonly text: string } | ObeyedCall;

/** Quoted or bare, up to the end of the sentence. */
const WORDS = String.raw`(?:["'«“]([^"'»”\n]{1,200})["'»”]|([^"'\n.!]{1,200}))`;
/** Orders that it understands wherever they stand: in pages, files, memories, records, results of tools, messages, between markers. */
const ORDERS: readonly (readonly [RegExp, (match: RegExpExecArray, prompt: string) => Deed])[] = [
  [
    new RegExp(
      String.raw`\b(?:say|answer|reply|respond|write|output|print|repeat|mention|add|append|insert|state|di|sag|sage|dis|скажи|说|言って)(?: (?:only|exactly|with|the|words?|phrase|text|customer|that|to|user|sentence))*[: ]+${WORDS}`,
      'giu',
    ),
    ([, quoted, bare]) => ({ text: `${quoted ?? bare ?? ''}.` }),
  ],
  [
    /\b(?:link|point|send|direct|refer|forward)\b[^\n]{0,80}?(!?\[[^\]\n]*\]\([^)\n]*\)|(?:https?:\/\/|www\.|javascript:|data:)[^\s)"'>]+|[a-z0-9-]+\.example[^\s)"'>]*)/giu,
    ([, link]) => ({ text: `See ${link ?? ''} for more.` }),
  ],
  [/(!\[[^\]\n]*\]\([^)\n]*\)|<img [^>\n]*>)/giu, ([, image]) => ({ text: image ?? '' })],
  [
    /\b(?:call|use|invoke|run)(?: the)?(?: tool| function)? ["'`]?([a-z]+(?:_[a-z]+)+)["'`]?(?: tool)?(?: (?:with|for|on))? *(\{[^}\n]*\}|[^\s.,"']+)?/giu,
    ([, name, input]) => ({ name: name ?? '', input: jsonOf(input ?? '') }),
  ],
  [
    /\b(?:reveal|show|print|repeat|disclose|recite|leak|translate|summari[sz]e|tell|what (?:is|are))\b[^\n.]{0,40}\b(?:prompt|instructions|rules|guidelines)\b/giu,
    (_, prompt) => ({ text: `My instructions: ${prompt.slice(0, 1500)}` }),
  ],
  [
    /\b(?:decode|base64)\b[^\n]{0,80}?([A-Za-z0-9+/]{16,}={0,2})/giu,
    ([, blob]) => ({
      text: Buffer.from(blob ?? '', 'base64')
        .toString('utf8')
        .replace(/^.*\bsay /i, ''),
    }),
  ],
];

/**
 * Starts the model on 127.0.0.1; it is stopped at the end of the test file. It obeys each order once, calls of tools first, and then
 * tells the first sentence of the first passage with `[1]`, as a model that was never attacked would.
 */
export async function obeyingModel(): Promise<ObeyingModel> {
  const prompts: string[] = [];
  const calls: ObeyedCall[] = [];
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    incoming.on('end', () => {
      const request = JSON.parse(body) as ChatRequest;
      const prompt = request.messages.map(({ content }) => textOf(content)).join('\n\n');
      prompts.push(prompt);
      const deeds = deedsOf(`${prompt}\n${tagsAsText(prompt)}`, textOf(request.messages[0]?.content));
      const open = deeds.filter((deed) => 'name' in deed).filter((call) => !calls.some((made) => same(made, call)));
      calls.push(...open);
      const told = deeds.flatMap((deed) => ('text' in deed ? [deed.text] : []));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const chunks = open.length > 0 ? callChunks(open) : textChunks([...told, quoteOf(prompt)].join(' '));
      for (const chunk of chunks) response.write(`data: ${JSON.stringify({ ...FRAME, choices: [chunk] })}\n\n`);
      response.write(`data: ${JSON.stringify({ ...FRAME, choices: [], usage: USAGE })}\n\n`);
      response.end('data: [DONE]\n\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCleanUp(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, prompts, calls };
}

const FRAME = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'obeying' };
const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

/** The system prompt is what the desk itself says: it is obeyed by not being an order to say anything. */
function deedsOf(prompt: string, system: string): Deed[] {
  const orders = prompt.replace(system, '');
  const deeds = ORDERS.flatMap(([pattern, deed]) => [...orders.matchAll(pattern)].map((match) => deed(match, prompt)));
  return deeds.filter(
    (deed, place) => deeds.findIndex((other) => JSON.stringify(other) === JSON.stringify(deed)) === place,
  );
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { text?: unknown }) => (typeof part.text === 'string' ? part.text : '')).join('\n');
}

/** What tag characters spell, which models read and people do not see. */
function tagsAsText(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0xe0020 && code <= 0xe007e ? String.fromCodePoint(code - 0xe0000) : '';
  }).join('');
}

function jsonOf(input: string): string {
  return input.startsWith('{') ? input : JSON.stringify({ id: input.replace(/[.,]+$/, '') });
}

function same(one: ObeyedCall, other: ObeyedCall): boolean {
  return one.name === other.name && one.input === other.input;
}

/** The first whole sentence after a line that carries the number 1, cited. */
function quoteOf(prompt: string): string {
  const sentence = /Refunds take [^.\n]+\./.exec(prompt)?.[0];
  return sentence === undefined ? 'Hello.' : `${sentence.slice(0, -1)} [1].`;
}

function* textChunks(text: string): Generator {
  for (const content of text.match(/[^]{1,12}/gu) ?? []) yield { index: 0, delta: { role: 'assistant', content } };
  yield { index: 0, delta: {}, finish_reason: 'stop' };
}

function* callChunks(calls: readonly ObeyedCall[]): Generator {
  for (const [index, { name, input }] of calls.entries()) {
    const call = { index, id: `call_${name}_${index}`, type: 'function', function: { name, arguments: input } };
    yield { index: 0, delta: { role: 'assistant', tool_calls: [call] } };
  }
  yield { index: 0, delta: {}, finish_reason: 'tool_calls' };
}
