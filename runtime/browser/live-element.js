/** What the custom elements have in common: a view that lives while the element is on a page. */

/** The `data-state` of an element. */
/** @typedef {"idle" | "booting" | "running" | "passed" | "failed" | "stopped" | "error"} State */

/**
 * @typedef {object} View
 * @property {() => (() => void)[]} start returns what ends when the element leaves the page
 */

/**
 * A custom element that makes its view once, when it is first put on a page. The view's code is a chunk
 * of its own, fetched when a page has such an element; until it is there, and without it, the page shows
 * what stands in the element.
 *
 * @param {(host: HTMLElement) => Promise<new (host: HTMLElement, ...shared: any[]) => View>} load
 * @param {unknown[]} shared
 * @returns {CustomElementConstructor}
 */
export function lateElement(load, ...shared) {
  return class extends HTMLElement {
    /** @type {View | undefined} */
    #view;
    /** @type {(() => void)[]} */
    #ends = [];

    connectedCallback() {
      load(this).then(
        (ViewOf) => {
          if (!this.isConnected || this.#ends.length > 0) return;
          this.#view ??= new ViewOf(this, ...shared);
          this.#ends = this.#view.start();
        },
        () => {}, // the page says the same without it
      );
    }

    disconnectedCallback() {
      for (const end of this.#ends) end();
      this.#ends = [];
    }
  };
}
