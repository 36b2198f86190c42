import { button, el } from '../../chat/view/dom.js';
import { strings } from '../strings.js';

/** @import { Credentials } from '../api/credentials.js' */

/**
 * Asks who works here.
 *
 * @param {HTMLElement} place
 * @param {(credentials: Credentials) => Promise<string | undefined>} enter resolves to why not, in words
 * @param {string} [reason] why it is asked again
 */
export function askToSignIn(place, enter, reason) {
  const hint = (/** @type {string} */ id, /** @type {string} */ text) => el('p', { id, class: 'field-hint' }, text);
  const key = el('input', {
    ...{ id: 'api-key', type: 'password', required: true, autocomplete: 'off', spellcheck: 'false' },
    'aria-describedby': 'sign-in-refusal api-key-hint',
  });
  const name = el('input', {
    ...{ id: 'name', type: 'text', required: true, maxlength: '80', autocomplete: 'name' },
    'aria-describedby': 'name-hint',
  });
  const refusal = el('p', { id: 'sign-in-refusal', class: 'refusal', role: 'alert' }, reason);
  const submit = button(strings.signIn, 'button primary', () => undefined);
  submit.type = 'submit';
  const form = el(
    'form',
    { class: 'sign-in', 'aria-labelledby': 'sign-in-title' },
    el('h2', { id: 'sign-in-title' }, strings.signInTitle),
    el('label', { for: 'api-key' }, strings.apiKey),
    ...[key, hint('api-key-hint', strings.apiKeyHint)],
    el('label', { for: 'name' }, strings.name),
    ...[name, hint('name-hint', strings.nameHint)],
    ...[refusal, submit],
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    refusal.textContent = '';
    const why = await enter({ apiKey: key.value.trim(), name: name.value.trim() });
    submit.disabled = false;
    if (!why) return;
    refusal.textContent = why;
    key.focus();
  });
  place.replaceChildren(form);
  key.focus();
}
