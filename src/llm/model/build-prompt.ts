import { type AnswerRequest, type KnownRecord } from '../answerer.js';
import { fillPrompt, type PromptDocument } from '../prompts/prompt-document.js';
import { fence, newNonce } from '../untrusted/fence.js';
import { estimateTokens } from './estimate-tokens.js';
import { type FittedRequest, fitRequest } from './fit-request.js';

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

/** The prompt for `request`, of about `contextTokens` tokens at most. */
export function buildPrompt(document: PromptDocument, request: AnswerRequest, contextTokens: number): ModelPrompt {
  const nonce = newNonce();
  const instructions = fillPrompt(document, { nonce });
  const certain = [...aboutCustomer(request, nonce), question(request, nonce)];
  const spent = [instructions, ...certain].reduce((sum, text) => sum + estimateTokens(text), 0);
  const fitted = fitRequest(request, contextTokens - spent);
  const message = [...conversation(fitted, nonce), ...passages(fitted, nonce), ...certain].join('\n\n');
  return { instructions, message, passages: fitted.passages, nonce };
}

function conversation({ history, summary, recollections = [] }: FittedRequest, nonce: string): string[] {
  const lines = history.map(({ role, text }) => `(${role}) ${text.replace(MARKERS, '')}`);
  return [
    ...(summary === undefined ? [] : [fence('summary of the conversation so far', summary, nonce)]),
    ...(lines.length === 0 ? [] : [fence('conversation before', lines.join('\n'), nonce)]),
    ...(recollections.length === 0
      ? []
      : [fence('memory: told by the customer before', recollections.join('\n'), nonce)]),
  ];
}

function passages({ passages: found }: FittedRequest, nonce: string): string[] {
  return found.map(({ title, heading, url, content }, place) => {
    const about = [title, heading, url].filter((line) => line !== null).join('\n');
    return `[${place + 1}] ${fence('passage', `${about}\n\n${content}`, nonce)}`;
  });
}

function aboutCustomer({ facts, records = [] }: AnswerRequest, nonce: string): string[] {
  const known = facts.map(({ kind, value }) => `${kind}: ${value}`).join('\n');
  return [
    ...(known === '' ? [] : [fence('memory: facts', known, nonce)]),
    ...records.map((record) => recordText(record, nonce)),
  ];
}

function recordText({ title, text, fields }: KnownRecord, nonce: string): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${String(value)}`);
  return fence('record of the company', [title, text, ...lines].join('\n'), nonce);
}

function question({ question: asked }: AnswerRequest, nonce: string): string {
  return fence('customer message', asked.slice(0, MAX_QUESTION), nonce);
}
