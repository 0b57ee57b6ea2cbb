/**
 * What stands beside an exercise's editor: the result, or the starter in TypeScript. Where there is no room
 * beside, it stands under the editor.
 *
 * The TypeScript is the page's own, folded under the editor until this takes it over.
 */

import { html } from "./markup.js";
import { SceneTabs } from "./scene-tabs.js";

const KEY = "fieldbook:beside";
const RESULT = { id: "result", title: "Result", file: "" };
const TYPESCRIPT = { id: "typescript", title: "The same in TypeScript", file: "" };

export class ExerciseSides {
  /** @param {HTMLElement} result */
  constructor(result) {
    this.result = result;
    this.tabs = new SceneTabs({
      label: "Beside the editor",
      onPick: ({ id }) => {
        this.#show(id);
        keep(id);
      },
    });
    this.tabs.element.hidden = true;
    this.typescript = html("div", { class: "fb-twin", hidden: true });
    this.element = html(
      "div",
      { class: "fb-lab__result" },
      this.tabs.element,
      this.result,
      this.typescript,
    );
  }

  /** Take over what the page has under `host`, once. @param {HTMLElement} host */
  adopt(host) {
    const folded = host.closest(".fb-lab-wrap")?.nextElementSibling;
    if (!folded?.matches("details.fb-starter")) return;
    folded.querySelector("summary")?.remove();
    this.typescript.append(...folded.childNodes);
    folded.remove();
    this.tabs.show([RESULT, TYPESCRIPT]);
    this.tabs.element.hidden = false;
    for (const [tab, panel] of [
      [RESULT, this.result],
      [TYPESCRIPT, this.typescript],
    ]) {
      const { title } = /** @type {typeof RESULT} */ (tab);
      const element = /** @type {HTMLElement} */ (panel);
      element.setAttribute("role", "tabpanel");
      element.setAttribute("aria-label", title);
    }
    this.open(kept());
  }

  /** A run has something to show. */
  showResult() {
    this.open(RESULT.id);
  }

  /** @param {string} id */
  open(id) {
    if (this.tabs.open(id)) this.#show(id);
  }

  /** @param {string} id */
  #show(id) {
    this.result.hidden = id !== RESULT.id;
    this.typescript.hidden = id !== TYPESCRIPT.id;
  }
}

/** What the reader wants to see beside an editor before it has run. */
function kept() {
  try {
    return globalThis.localStorage?.getItem(KEY) ?? RESULT.id;
  } catch {
    return RESULT.id; // the browser blocks the store
  }
}

/** @param {string} id */
function keep(id) {
  try {
    globalThis.localStorage?.setItem(KEY, id);
  } catch {} // asked for again on the next page
}
