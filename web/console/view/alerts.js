import { strings } from '../strings.js';
import { reasonWords } from './words.js';

/** @import { Ticket } from '@frontdesk/client' */

const BEEP = { hertz: 660, seconds: 0.25, volume: 0.08 };

/** Tells of new tickets: to screen readers, in the title of a tab that is not looked at, and by a sound where it is wanted. */
export class Alerts {
  #region;
  #unseen = 0;
  /** @type {AudioContext | undefined} */
  #audio;

  /** @param {HTMLElement} region live, read out by screen readers */
  constructor(region) {
    this.#region = region;
    document.addEventListener('visibilitychange', () => this.#seen());
    addEventListener('focus', () => this.#seen());
  }

  get sound() {
    return this.#audio !== undefined;
  }

  /** Browsers allow a sound only where a click asked for it. @param {boolean} on */
  set sound(on) {
    void this.#audio?.close();
    this.#audio = on ? new AudioContext() : undefined;
    this.#beep();
  }

  /** @param {Ticket} ticket */
  newTicket({ number, priority, reasons }) {
    const text = strings.newTicket(strings.number(number), strings.priorities[priority]);
    this.#region.textContent = [text, reasonWords(reasons)].filter(Boolean).join(': ');
    this.#beep();
    if (document.visibilityState === 'visible' && document.hasFocus()) return;
    this.#unseen += 1;
    document.title = strings.titleWithNew(this.#unseen);
  }

  #seen() {
    if (document.visibilityState !== 'visible') return;
    this.#unseen = 0;
    document.title = strings.title;
  }

  #beep() {
    if (!this.#audio) return;
    const tone = this.#audio.createOscillator();
    const volume = this.#audio.createGain();
    tone.frequency.value = BEEP.hertz;
    volume.gain.value = BEEP.volume;
    tone.connect(volume).connect(this.#audio.destination);
    tone.start();
    tone.stop(this.#audio.currentTime + BEEP.seconds);
  }
}
