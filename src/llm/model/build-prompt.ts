import { type AnswerRequest, type KnownRecord } from '../answerer.js';
import { type Disguise } from '../../pii/disguise.js';
import { fillPrompt, type PromptDocument } from '../prompts/prompt-document.js';
import { cleanUntrusted } from '../untrusted/clean-untrusted.js';
import { fence, newNonce } from '../untrusted/fence.js';
import { estimateTokens } from './estimate-tokens.js';
import { type FittedRequest, fitRequest } from './fit-request.js';
import { isPublished } from './turn-disguise.js';

/** What is sent to a model for a question. */
export interface ModelPrompt {
  readonly instructions: string;
  /** All that others wrote, fenced; the question comes last. */
  readonly message: string;
  /** Those that found room, numbered from 1 in this order. */
  readonly passages: AnswerRequest['passages'];
  /** Of the fences; tools fence their answers with it too. */
  readonly nonce: string;
}

/** Characters of a question that are sent; a longer one is a pasted document. */
const MAX_QUESTION = 8000;
/** Markers of an earlier reply number other passages than those of this one. */
const MARKERS = /\s?\[\d{1,3}\]/g;

/** What the parts of one prompt are written with. */
interface Writing {
  readonly nonce: string;
  readonly disguise: Disguise;
}

/** The prompt for `request`, of about `contextTokens` tokens at most; `disguise` hides what is personal in it. */
export function buildPrompt(
  document: PromptDocument,
  request: AnswerRequest,
  contextTokens: number,
  disguise: Disguise,
): ModelPrompt {
  const nonce = newNonce();
  const writing = { nonce, disguise };
  const instructions = fillPrompt(document, { nonce });
  const certain = [...aboutCustomer(request, writing), question(request, writing)];
  const spent = [instructions, ...certain].reduce((sum, text) => sum + estimateTokens(text), 0);
  const fitted = fitRequest(request, contextTokens - spent);
  const message = [...conversation(fitted, writing), ...passages(fitted, writing), ...certain].join('\n\n');
  return { instructions, message, passages: fitted.passages, nonce };
}

function conversation({ history, summary, recollections = [] }: FittedRequest, writing: Writing): string[] {
  const lines = history.map(({ role, text }) => `(${role}) ${text.replace(MARKERS, '')}`);
  return [
    ...(summary === undefined ? [] : [hidden('summary of the conversation so far', summary, writing)]),
    ...(lines.length === 0 ? [] : [hidden('conversation before', lines.join('\n'), writing)]),
    ...(recollections.length === 0
      ? []
      : [hidden('memory: told by the customer before', recollections.join('\n'), writing)]),
  ];
}

function passages({ passages: found }: FittedRequest, writing: Writing): string[] {
  return found.map((passage, place) => {
    const { title, heading, url, content } = passage;
    const about = [title, heading, url].filter((line) => line !== null).join('\n');
    const text = `${about}\n\n${content}`;
    const { disguise, nonce } = writing;
    const written = isPublished(passage)
      ? fence('passage', disguise.hidePublished(cleanUntrusted(text)), nonce)
      : hidden('passage', text, writing);
    return `[${place + 1}] ${written}`;
  });
}

function aboutCustomer({ facts, records = [] }: AnswerRequest, writing: Writing): string[] {
  const { disguise, nonce } = writing;
  const known = facts
    .map(({ kind, value }) => `${kind}: ${hiddenFact(kind, cleanUntrusted(value), disguise)}`)
    .join('\n');
  return [
    ...(known === '' ? [] : [fence('memory: facts', known, nonce)]),
    ...records.map((record) => recordText(record, writing)),
  ];
}

function hiddenFact(kind: string, value: string, disguise: Disguise): string {
  return kind === 'name' ? disguise.hideAs('name', value) : disguise.hideField(kind, value);
}

function recordText({ title, text, fields }: KnownRecord, { disguise, nonce }: Writing): string {
  const shown = disguise.hideValue(fields) as KnownRecord['fields'];
  const lines = Object.entries(shown).map(([name, value]) => `${name}: ${String(value)}`);
  const said = [title, text].map((words) => disguise.hide(cleanUntrusted(words)));
  return fence('record of the company', [...said, ...lines].join('\n'), nonce);
}

function question({ question: asked }: AnswerRequest, { disguise, nonce }: Writing): string {
  // Hidden before it is cut: half an address is no longer told to be one.
  return fence('customer message', disguise.hide(cleanUntrusted(asked)).slice(0, MAX_QUESTION), nonce);
}

/** Hidden as a person would see it: characters without a form could keep an address from being found. */
function hidden(kind: string, text: string, { disguise, nonce }: Writing): string {
  return fence(kind, disguise.hide(cleanUntrusted(text)), nonce);
}
