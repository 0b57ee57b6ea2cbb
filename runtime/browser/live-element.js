/** What the two custom elements have in common: a view that lives while the element is on a page. */

/** @import { PythonClient } from "./client.js" */

/** The `data-state` of an element. */
/** @typedef {"idle" | "booting" | "running" | "passed" | "failed" | "stopped" | "error"} State */

/**
 * @typedef {object} View
 * @property {() => (() => void)[]} start returns what ends when the element leaves the page
 */

/**
 * A custom element that makes its view once, when it is first put on a page.
 *
 * @param {new (host: HTMLElement, client: PythonClient) => View} ViewOf
 * @param {PythonClient} client shared by all elements of a visit
 * @returns {CustomElementConstructor}
 */
export function liveElement(ViewOf, client) {
  return class extends HTMLElement {
    /** @type {View | undefined} */
    #view;
    /** @type {(() => void)[]} */
    #ends = [];

    connectedCallback() {
      this.#view ??= new ViewOf(this, client);
      this.#ends = this.#view.start();
    }

    disconnectedCallback() {
      for (const end of this.#ends) end();
      this.#ends = [];
    }
  };
}
