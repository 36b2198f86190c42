import { CitationDialog } from '../../chat/view/citation-dialog.js';
import { button, el } from '../../chat/view/dom.js';
import { icon } from '../../chat/view/icons.js';
import { stickToBottom } from '../../chat/view/stick-to-bottom.js';
import { isDone } from '../desk/queue.js';
import { strings } from '../strings.js';
import { DetailsPanel } from './details-panel.js';
import { KeyedList } from './keyed-list.js';
import { LineView } from './line-view.js';
import { ReleaseDialog } from './release-dialog.js';
import { ReplyBox } from './reply-box.js';
import { presence } from './ticket-row.js';

/**
 * @import { OpenTicket, TicketScreen } from '../desk/open-ticket.js'
 * @import { Line, TicketDetails } from '../types.js'
 *
 * @typedef {object} TicketHost
 * @property {(ticket: TicketDetails) => boolean} isMine
 * @property {() => void} leave
 * @property {(words: string) => void} trouble
 */

/** Wide enough for the details to stand beside the conversation. */
const BESIDE = matchMedia('(min-width: 75rem)');

/** One open ticket: its head, its conversation, where one writes, and its details. @implements {TicketScreen} */
export class TicketView {
  #host;
  /** @type {OpenTicket | undefined} */
  #open;
  #title = el('h2', { tabindex: '-1' });
  #presence = el('span', {});
  #standing = el('p', { class: 'standing', role: 'status' });
  #claim = button(strings.takeOver, 'button primary', () => this.#act(this.#claim, () => this.#open?.claim()));
  #giveBack = button(strings.release, 'button', () => this.#release.open());
  #toggle = button(strings.details, 'button', () => this.#turnDetails(this.#toggle.ariaExpanded !== 'true'));
  #release = new ReleaseDialog((how) => this.#act(this.#giveBack, () => this.#open?.release(how)));
  #lines = el('ol', { class: 'messages' });
  #again = button(strings.tryAgain, 'button', () => this.#open?.load());
  #log = el('div', { class: 'log', role: 'log', tabindex: '0', 'aria-live': 'polite', 'aria-label': strings.logLabel });
  #typing = el('p', { class: 'typing', role: 'status' });
  #reply;
  #details;
  #list;
  #bottom;
  #mine = false;
  /** @type {boolean | undefined} */
  #online;
  node;

  /** @param {TicketHost} host */
  constructor(host) {
    this.#host = host;
    this.#reply = new ReplyBox({
      onSend: (text) => {
        this.#open?.send(text);
        this.#bottom.toEnd();
      },
      onTyping: (on) => this.#mine && this.#open?.typing(on),
    });
    this.#details = new DetailsPanel(
      async (change) => (await this.#open?.change(change)) === true,
      () => this.#turnDetails(false),
    );
    const jump = button(strings.jumpToLatest, 'button jump', () => undefined);
    jump.append(icon('down'));
    jump.hidden = true;
    const citation = el('dialog', { class: 'citation', 'aria-labelledby': 'citation-title' });
    const dialog = new CitationDialog(citation);
    this.#list = new KeyedList(
      this.#lines,
      (/** @type {Line} */ { key }) => key,
      (line) =>
        new LineView(line, {
          openCitation: (source, opener) => dialog.open(source, opener),
          retry: (key) => this.#open?.retry(key),
          edit: (key) => {
            this.addDraft(this.#open?.takeBack(key) ?? '');
            this.#reply.focus();
          },
        }),
    );
    this.#log.append(this.#lines, this.#again);
    this.#again.hidden = true;
    this.#bottom = stickToBottom(this.#log, this.#lines, jump);
    this.#toggle.setAttribute('aria-controls', 'details');
    this.#showDetails(BESIDE.matches);
    const back = button('', 'button back', () => host.leave());
    back.append(icon('close'));
    back.ariaLabel = strings.back;
    const head = el(
      'header',
      { class: 'ticket-head' },
      ...[back, el('div', { class: 'ticket-titles' }, this.#title, this.#presence)],
      ...[this.#claim, this.#giveBack, this.#toggle],
    );
    const stage = el('div', { class: 'stage' }, this.#log, jump);
    const foot = el('footer', { class: 'ticket-foot' }, this.#typing, this.#standing, this.#reply.node);
    const main = el('div', { class: 'conversation' }, head, stage, foot);
    this.node = el('div', { class: 'ticket' }, main, this.#details.node, this.#release.node, citation);
    this.node.addEventListener('keydown', (event) => {
      // An open dialog takes the key for itself, and so does an input method that composes.
      if (event.key !== 'Escape' || event.isComposing || this.node.querySelector('dialog[open]')) return;
      event.preventDefault();
      if (!BESIDE.matches && !this.#details.node.hidden) this.#turnDetails(false);
      else host.leave();
    });
  }

  /** @param {OpenTicket} open whose screen this is */
  attach(open) {
    this.#open = open;
  }

  /** Puts the reader where the work goes on. */
  focus() {
    if (this.#mine) this.#reply.focus();
    else this.#title.focus();
  }

  /** @param {TicketDetails} ticket */
  showTicket(ticket) {
    const { number, assignee, handoffState } = ticket;
    const wasMine = this.#mine;
    const held = handoffState === 'assigned' || handoffState === 'active';
    this.#mine = held && this.#host.isMine(ticket);
    this.#title.textContent = strings.ticketTitle(number);
    this.#claim.hidden = held || isDone(ticket);
    this.#giveBack.hidden = !this.#mine;
    this.#reply.node.hidden = !this.#mine;
    this.#standing.textContent = standing(ticket, held && !this.#mine ? (assignee?.name ?? '') : undefined, this.#mine);
    this.#details.show(ticket);
    if (this.#mine && !wasMine && this.#claim.contains(document.activeElement)) this.#reply.focus();
  }

  /** @param {readonly Line[]} lines */
  showLines(lines) {
    this.#list.show(lines);
  }

  /** @param {string} text */
  addDraft(text) {
    this.#reply.insert(text);
  }

  takeDraft() {
    return this.#reply.take();
  }

  /** @param {string | undefined} words */
  showTyping(words) {
    this.#typing.textContent = words ?? '';
  }

  /** @param {boolean | undefined} online undefined: not known */
  showOnline(online) {
    if (online === this.#online) return;
    this.#online = online;
    this.#presence.replaceChildren(...(online === undefined ? [] : [presence(online)]));
  }

  /** @param {string} words */
  showTrouble(words) {
    this.#host.trouble(words);
  }

  /** @param {'loading' | 'ready' | 'failed'} state */
  showState(state) {
    this.#log.ariaBusy = String(state === 'loading');
    this.#again.hidden = state !== 'failed';
    if (state === 'ready') this.#bottom.toEnd();
  }

  /** @param {boolean} shown */
  #showDetails(shown) {
    this.#details.node.hidden = !shown;
    this.#toggle.ariaExpanded = String(shown);
  }

  /** @param {boolean} shown */
  #turnDetails(shown) {
    this.#showDetails(shown);
    if (BESIDE.matches) return;
    if (shown) this.#details.focus();
    else this.#toggle.focus();
  }

  /**
   * @param {HTMLButtonElement} control cannot be pressed twice meanwhile
   * @param {() => Promise<boolean> | undefined} action
   */
  async #act(control, action) {
    if (control.ariaBusy === 'true') return;
    control.ariaBusy = 'true';
    await action();
    control.ariaBusy = 'false';
    // What was pressed is gone from the screen when it worked.
    if (document.activeElement === document.body || document.activeElement === null) this.focus();
  }
}

/**
 * @param {TicketDetails} ticket
 * @param {string | undefined} holder the colleague who has it
 * @param {boolean} mine
 */
function standing(ticket, holder, mine) {
  if (holder !== undefined) return strings.theirs(holder);
  if (mine) return strings.yours;
  if (ticket.status === 'closed') return strings.closedTicket;
  if (isDone(ticket)) return strings.solvedTicket;
  return ticket.handoffState === 'returned' || ticket.handoffState === 'cancelled'
    ? strings.theAgents
    : strings.nobodys;
}
