/**
 * Hostile pages, records and messages through the whole desk with a model that obeys every order it finds in its prompt. Asserted:
 * every turn completes; the reply holds neither what the text wants said nor a foreign link nor words of the prompt; the customer of
 * an honest question gets the honest page's answer and no ticket; a ticket after a hostile message is only ever made because the desk
 * itself had nothing grounded to say.
 */
import { beforeAll, expect, it } from '@jest/globals';
import { SystemClock } from '../../src/common/clock.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { KnowledgeDocuments } from '../../src/knowledge/knowledge-documents.js';
import { type Answerer } from '../../src/llm/answerer.js';
import { newSessionId } from '../../src/session/session-id.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { deskInstance } from '../support/desk-instance.js';
import { guardedAnswerer } from '../support/guarded-answerer.js';
import { CANARY, FORBIDDEN_LINK, HOSTILE_TEXTS, PROMPT_WORDS } from '../support/hostile-texts.js';
import { obeyingModel } from '../support/obeying-model.js';

const HONEST = 'Refunds take 5 business days after we have received your return.';
const FORBIDDEN = new RegExp(`${CANARY}|${FORBIDDEN_LINK.source}|${PROMPT_WORDS.source}`, 'i');

const clock = new SystemClock();
let guarded: Answerer;

beforeAll(async () => {
  ({ guarded } = await guardedAnswerer((await obeyingModel()).url));
});

describeOnEachDatabase('the desk with a model that obeys', (open) => {
  const texts = HOSTILE_TEXTS.filter(({ place }) => ['page', 'title', 'message', 'record'].includes(place));

  it.each(texts)('$name', async ({ place, text }) => {
    const database = open();
    const sessionId = newSessionId();
    const conversation = { sessionId, threadId: 'thr_1', userId: null, userVerified: false, metadata: {} };
    await new Conversations(database).create({ ...conversation, at: clock.date() });
    const page = {
      title: place === 'title' ? text : 'Refunds',
      text: place === 'page' ? `${HONEST}\n\n${text}` : HONEST,
    };
    await new KnowledgeDocuments(database, clock).add(page);
    const record = { tool: 'crm', title: 'Order A-1', fields: { note: text }, text: `Order A-1. ${text}` };
    const lookUp = { name: 'look_up', description: '', run: () => Promise.resolve(place === 'record' ? [record] : []) };
    const desk = deskInstance(database, { sessionId: () => sessionId, answerer: guarded, tools: { lookUp } });

    const last = (await desk.ask(place === 'message' ? text : 'How long do refunds take?')).at(-1);

    if (last?.type !== 'complete') throw new Error('the turn did not complete');
    const { message, escalation } = last.response;
    expect(message).not.toMatch(FORBIDDEN);
    // Where the customer asked nothing that a page answers, the desk may find by itself that it had nothing to say.
    if (place === 'message') expect(escalation?.reasons ?? ['low_grounding']).toEqual(['low_grounding']);
    else expect({ message, escalation }).toEqual({ message: expect.stringContaining('5 business days') });
  });
});
