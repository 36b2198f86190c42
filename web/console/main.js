import { DeskError } from '@frontdesk/client';
import { button, byId, el } from '../chat/view/dom.js';
import { Notices } from '../chat/view/notices.js';
import { credentials } from './api/credentials.js';
import { DeskApi } from './api/desk-api.js';
import { Desk } from './desk/desk.js';
import { strings } from './strings.js';
import { Alerts } from './view/alerts.js';
import { askToSignIn } from './view/sign-in.js';
import { failureWords } from './view/words.js';

/** @import { Credentials } from './api/credentials.js' */

const base = document.querySelector('meta[name="frontdesk-api"]')?.getAttribute('content') ?? '/api/v1';
const stage = byId('stage', HTMLElement);
const account = byId('account', HTMLElement);
const notices = new Notices(byId('notices', HTMLElement));
const alerts = new Alerts(byId('news', HTMLElement));
/** What is in a key: anything else can't be sent as a header. */
const KEY = /^[\x21-\x7e]+$/;

document.title = strings.title;
byId('title', HTMLElement).textContent = strings.title;

const kept = credentials.load();
const refused = kept && (await enter(kept));
if (!kept || refused) signIn(refused);

/** @param {string} [reason] */
function signIn(reason) {
  askToSignIn(stage, enter, reason);
}

/**
 * @param {Credentials} given
 * @returns {Promise<string | undefined>} why not, in words
 */
async function enter(given) {
  if (!KEY.test(given.apiKey)) return strings.signInErrors['unauthenticated'];
  const api = new DeskApi(base, given);
  try {
    await api.check();
  } catch (error) {
    const code = error instanceof DeskError ? error.code : '';
    if (code in strings.signInErrors) credentials.forget();
    return strings.signInErrors[code] ?? failureWords(error);
  }
  credentials.keep(given);
  work(api, given);
  return undefined;
}

/**
 * @param {DeskApi} api
 * @param {Credentials} given
 */
function work(api, given) {
  /** @param {string} [reason] */
  const leave = (reason) => {
    desk.close();
    credentials.forget();
    alerts.sound = false;
    account.replaceChildren();
    for (const kind of /** @type {const} */ (['offline', 'ticket', 'trouble'])) notices.hide(kind);
    signIn(reason);
  };
  const desk = new Desk(api, given, {
    onConnection: (connected) => (connected ? notices.hide('offline') : notices.show('offline', strings.disconnected)),
    onDegraded: (degraded) => (degraded ? notices.show('ticket', strings.degraded) : notices.hide('ticket')),
    onTrouble: (words) => notices.show('trouble', words),
    onNewTicket: (ticket) => alerts.newTicket(ticket),
    onRefused: () => leave(strings.keyNoLongerGood),
  });
  const sound = button(strings.sound, 'button', () => {
    alerts.sound = !alerts.sound;
    sound.ariaPressed = String(alerts.sound);
  });
  sound.ariaPressed = 'false';
  const who = el('p', { class: 'who' }, strings.signedInAs(given.name));
  account.replaceChildren(
    who,
    sound,
    button(strings.signOut, 'button', () => leave()),
  );
  stage.replaceChildren(desk.node);
  desk.start();
}
