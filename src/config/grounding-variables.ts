import { fraction } from './env-values.js';
import { variable } from './env-variable.js';

/** How closely answers of a model are held to their sources. */
export const groundingVariables = {
  GROUNDING_THRESHOLD: variable(fraction(), {
    section: 'Knowledge and answers',
    default: '0.6',
    description:
      "The least share of an answer that must be found in the pages it cites, for answers worded by a model. Below it, the page's own sentences are quoted instead, or a person is offered. 0 keeps every answer, 1 only those without any doubt.",
  }),
};
