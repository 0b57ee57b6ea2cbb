/** The scenes of a lab as tabs. */

import { button, html } from "./markup.js";

/** @import { Scene } from "./lab-content.js" */

export class SceneTabs {
  /** @type {Scene[]} */
  #scenes = [];
  /** @type {Scene | undefined} */
  #current;

  /** @param {{ onPick: (scene: Scene) => void, label?: string }} options */
  constructor({ onPick, label = "Scene" }) {
    this.onPick = onPick;
    this.element = html("div", {
      class: "fb-tabs",
      role: "tablist",
      "aria-label": label,
      onkeydown: (event) => this.#onKey(event),
    });
  }

  /** The scene that is open. */
  get current() {
    return this.#current;
  }

  /** @param {Scene[]} scenes at least one; the first is opened, without a word to `onPick` */
  show(scenes) {
    this.#scenes = scenes;
    this.element.replaceChildren(
      ...scenes.map((scene) =>
        button(scene.title, () => this.#pick(scene), { class: "fb-tab", role: "tab" }),
      ),
    );
    this.#select(scenes[0]);
  }

  /** Open a scene by its id, without a word to `onPick`. @param {string} id @returns {Scene | undefined} */
  open(id) {
    const scene = this.#scenes.find((one) => one.id === id);
    if (scene) this.#select(scene);
    return scene;
  }

  /** @param {Scene} scene */
  #pick(scene) {
    this.#select(scene);
    this.onPick(scene);
  }

  /** @param {Scene} scene */
  #select(scene) {
    this.#current = scene;
    for (const [at, tab] of [...this.element.children].entries()) {
      const isSelected = this.#scenes[at] === scene;
      tab.setAttribute("aria-selected", String(isSelected));
      tab.setAttribute("tabindex", isSelected ? "0" : "-1");
    }
  }

  /** @param {KeyboardEvent} event arrows go from tab to tab, as in every tab list */
  #onKey(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined || !this.#current) return;
    event.preventDefault();
    const count = this.#scenes.length;
    const at = (this.#scenes.indexOf(this.#current) + by + count) % count;
    this.#pick(this.#scenes[at]);
    /** @type {HTMLElement} */ (this.element.children[at]).focus();
  }
}
