/**
 * @template Item
 * @typedef {{ node: HTMLElement, update(item: Item): void }} ItemView
 */

/**
 * Keeps a list on screen equal to its items, touching only what changed, so that focus and selection stay.
 *
 * @template Item
 */
export class KeyedList {
  /** @type {Map<string, { item: Item, view: ItemView<Item> }>} */
  #shown = new Map();
  #list;
  #keyOf;
  #viewOf;

  /**
   * @param {HTMLElement} list
   * @param {(item: Item) => string} keyOf
   * @param {(item: Item) => ItemView<Item>} viewOf
   */
  constructor(list, keyOf, viewOf) {
    this.#list = list;
    this.#keyOf = keyOf;
    this.#viewOf = viewOf;
  }

  /** @param {readonly Item[]} items */
  show(items) {
    const keys = new Set(items.map(this.#keyOf));
    for (const [key, { view }] of this.#shown) {
      if (keys.has(key)) continue;
      view.node.remove();
      this.#shown.delete(key);
    }
    const focused = this.#list.contains(document.activeElement) ? document.activeElement : null;
    for (const [at, item] of items.entries()) {
      const { node } = this.#view(item);
      if (this.#list.children[at] !== node) this.#list.insertBefore(node, this.#list.children[at] ?? null);
    }
    // A node that was moved has lost its focus.
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
  }

  /** @param {Item} item */
  #view(item) {
    const key = this.#keyOf(item);
    const known = this.#shown.get(key);
    if (known?.item === item) return known.view;
    const view = known?.view ?? this.#viewOf(item);
    view.update(item);
    this.#shown.set(key, { item, view });
    return view;
  }
}
