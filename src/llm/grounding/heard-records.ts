import { type AnswerTool, type KnownRecord } from '../answerer.js';

/** Fields kept of one answer of a tool; a model was shown no more of use. */
const MAX_FIELDS = 200;

/**
 * `tools` that note in `heard` what they answered: a sentence told from it is grounded in it, as one told from a page is in the
 * page.
 */
export function listeningTools(tools: readonly AnswerTool[], heard: KnownRecord[]): AnswerTool[] {
  return tools.map((tool) => ({
    name: tool.name,
    description: tool.description,
    inputSchema: tool.inputSchema,
    async call(input, signal) {
      const reply = await tool.call(input, signal);
      if (reply.status === 'ok') heard.push(recordOf(tool.name, reply.value));
      return reply;
    },
  }));
}

function recordOf(tool: string, value: unknown): KnownRecord {
  if (typeof value === 'string') return { tool, title: tool, fields: {}, text: value };
  return { tool, title: tool, fields: Object.fromEntries(fieldsOf(value, '').slice(0, MAX_FIELDS)), text: '' };
}

/** Every value of a JSON document by the path that leads to it, numbers of lists left out of the words. */
function fieldsOf(value: unknown, path: string): [string, string | number | boolean | null][] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, part]) => fieldsOf(part, path === '' ? name : `${path} ${name}`));
  }
  const scalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return value === null || scalar ? [[path, value]] : [];
}
