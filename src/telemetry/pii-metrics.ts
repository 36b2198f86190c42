import { Counter } from 'prom-client';
import { metrics } from './metrics.js';

/** Things that were replaced by a token on the way to a model, by kind; each counts once an answer. */
export const piiTokens = new Counter({
  name: 'frontdesk_pii_tokens_total',
  help: 'Personal data replaced by tokens on the way to a language model, by kind',
  labelNames: ['kind'],
  registers: [metrics],
});

/** Tokens in answers that stand for nothing: a model that makes many up handles them badly. */
export const piiUnknownTokens = new Counter({
  name: 'frontdesk_pii_unknown_tokens_total',
  help: 'Tokens that a language model made up, by kind',
  labelNames: ['kind'],
  registers: [metrics],
});

/** Things that were taken out of questions on the way to an embedding server, by kind. */
export const piiRemoved = new Counter({
  name: 'frontdesk_pii_removed_total',
  help: 'Personal data taken out of questions on the way to an embedding server, by kind',
  labelNames: ['kind'],
  registers: [metrics],
});
