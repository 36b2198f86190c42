import { MessageView } from './message.js';

/**
 * @import { Entry } from '../types.js'
 * @import { MessageActions } from './message.js'
 */

/** Keeps the list on screen equal to the transcript, touching only the lines that changed. */
export class MessageList {
  /** @type {Map<string, { entry: Entry, view: MessageView }>} */
  #shown = new Map();
  #list;
  #actions;

  /**
   * @param {HTMLElement} list
   * @param {MessageActions} actions
   */
  constructor(list, actions) {
    this.#list = list;
    this.#actions = actions;
  }

  /** @param {readonly Entry[]} entries */
  show(entries) {
    const keys = new Set(entries.map(({ key }) => key));
    for (const [key, { view }] of this.#shown) {
      if (keys.has(key)) continue;
      view.node.remove();
      this.#shown.delete(key);
    }
    for (const [at, entry] of entries.entries()) {
      const { node } = this.#view(entry);
      // Moving a node that is already in place would drop its focus.
      if (this.#list.children[at] !== node) this.#list.insertBefore(node, this.#list.children[at] ?? null);
    }
  }

  /** @param {Entry} entry */
  #view(entry) {
    const known = this.#shown.get(entry.key);
    if (known?.entry === entry) return known.view;
    const view = known?.view ?? new MessageView(entry, this.#actions);
    if (known) view.update(entry);
    this.#shown.set(entry.key, { entry, view });
    return view;
  }
}
