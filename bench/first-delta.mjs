// How long a word of a language model takes through the desk: from the provider's socket to the customer's. See bench/README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadDocuments, openSessions, startDesk } from './desk.mjs';
import { helpDocuments, questions } from './help-text.mjs';

const { values: options } = parseArgs({ options: { turns: { type: 'string', default: '200' } } });
const TURNS = Number(options.turns);
const WARM_UP = 20;
const PIECES = 20;
/** Between two pieces of an answer: a model that says 50 words a second. */
const PAUSE_MS = 20;

/** Speaks OpenAI's chat API and notes when it wrote each piece, numbered so that it is found again at the other end. */
async function startProvider(written) {
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const turn = written.push([]) - 1;
    const send = (choice, rest = {}) =>
      response.write(
        `data: ${JSON.stringify({ id: '1', created: 1, model: 'bench', choices: choice ? [choice] : [], ...rest })}\n\n`,
      );
    for (let piece = 0; piece < PIECES; piece++) {
      written[turn].push(performance.now());
      send({ index: 0, delta: { content: `piece${piece} ` }, finish_reason: null });
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    send({ index: 0, delta: {}, finish_reason: 'stop' });
    send(null, { usage: { prompt_tokens: 1, completion_tokens: PIECES, total_tokens: PIECES + 1 } });
    response.end('data: [DONE]\n\n');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** When each numbered piece was there, by the first chunk of the response that holds it. */
async function arrivals(url, headers, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${url}: ${response.status} ${await response.text()}`);
  const seen = [];
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of response.body) {
    const now = performance.now();
    text += decoder.decode(bytes, { stream: true });
    while (seen.length < PIECES && text.includes(`piece${seen.length}`)) seen.push(now);
  }
  if (seen.length < PIECES) throw new Error(`only ${seen.length} pieces of ${PIECES} came: ${text.slice(-500)}`);
  return seen;
}

const percentile = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

async function measure(written, ask) {
  const first = [];
  const rest = [];
  for (let turn = 0; turn < TURNS + WARM_UP; turn++) {
    const seen = await ask(turn);
    if (turn < WARM_UP) continue;
    const delays = seen.map((at, piece) => at - written.at(-1)[piece]);
    first.push(delays[0]);
    rest.push(...delays.slice(1));
  }
  return { first, rest };
}

const row = (name, { first, rest }) =>
  [
    name,
    ...[percentile(first, 0.5), percentile(first, 0.99), percentile(rest, 0.5), percentile(rest, 0.99)].map((ms) =>
      ms.toFixed(2),
    ),
  ].join(' | ');

const written = [];
const provider = await startProvider(written);
const baseUrl = `http://127.0.0.1:${provider.address().port}/v1`;
const home = mkdtempSync(join(tmpdir(), 'frontdesk-bench-'));
const model = {
  LLM_PROVIDER: 'openai-compatible',
  LLM_MODEL: 'bench',
  LLM_BASE_URL: baseUrl,
  GROUNDING_THRESHOLD: '0',
};
const dataDir = join(home, 'data');
const desk = await startDesk({ kind: 'embedded', dataDir }, dataDir, model);
try {
  await loadDocuments(desk, helpDocuments().slice(0, 4));
  const targets = await openSessions(desk, TURNS + WARM_UP);
  const [cpu] = cpus();
  console.log(
    `${availableParallelism()} x ${cpu?.model ?? 'unknown'}, Node ${process.version}, ${TURNS} turns of ${PIECES} pieces\n`,
  );
  console.log('way | first piece p50 ms | p99 ms | later pieces p50 ms | p99 ms\n--- | --- | --- | --- | ---');
  const direct = await measure(written, () =>
    arrivals(`${baseUrl}/chat/completions`, {}, { model: 'bench', messages: [], stream: true }),
  );
  console.log(row('provider to client', direct));
  const asked = questions();
  const through = await measure(written, (turn) =>
    arrivals(`${desk.url}${targets[turn].path}`, targets[turn].headers, { message: asked[turn % asked.length] }),
  );
  console.log(row('through the desk', through));
  const ratio = percentile(through.first, 0.5) / percentile(direct.first, 0.5);
  console.log(
    `\nadded to the first piece, p50: ${(percentile(through.first, 0.5) - percentile(direct.first, 0.5)).toFixed(2)} ms (${ratio.toFixed(1)} x)`,
  );
} finally {
  await desk.stop();
  provider.closeAllConnections();
  provider.close();
  rmSync(home, { recursive: true, force: true });
}
