import { strings } from '../strings.js';
import { button, el } from './dom.js';

/**
 * What an empty conversation shows: a greeting and questions to start with.
 *
 * @param {HTMLElement} section
 * @param {(question: string) => void} onAsk
 */
export function fillWelcome(section, onAsk) {
  const starters = strings.starters.map((question) =>
    el(
      'li',
      {},
      button(question, 'starter', () => onAsk(question)),
    ),
  );
  section.append(
    el('h2', {}, strings.welcomeTitle),
    el('p', {}, strings.welcomeText),
    el('ul', { class: 'starters' }, ...starters),
  );
}
