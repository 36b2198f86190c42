// A model of OpenAI's chat API that answers with the marker of whoever asked, piece by piece.
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const PIECES = ['You can return ', 'any item within ', '30 days of delivery ', 'for a full refund ', '[1]. '];
const BETWEEN_PIECES_MS = 25;

/** Starts it on a free port of 127.0.0.1. `env` makes a desk ask it. */
export async function startEchoModel() {
  const server = createServer((request, response) => {
    // A desk that is killed in the middle closes the connection.
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}/v1`;
  return {
    env: { LLM_PROVIDER: 'openai-compatible', LLM_MODEL: 'echo', LLM_BASE_URL: url, GROUNDING_THRESHOLD: '0' },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(request, response) {
  const { messages } = await json(request);
  // The question of this turn is the last message; older ones stand before it.
  const marker =
    JSON.stringify(messages.at(-1))
      .match(/marker-\w+-end/g)
      ?.at(-1) ?? 'no marker';
  const chunk = (fields) => {
    const envelope = { id: 'echo', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'echo' };
    response.write(`data: ${JSON.stringify({ ...envelope, ...fields })}\n\n`);
  };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const content of [...PIECES, marker]) {
    chunk({ choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] });
    await sleep(BETWEEN_PIECES_MS);
  }
  chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  chunk({ choices: [], usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } });
  response.end('data: [DONE]\n\n');
}
