/** The place of the data panel, whose code is fetched when there is something to show: with the first answer. */

import { html } from "./markup.js";

/** @import { DataActions, DataPanel } from "./playground-data.js" */
/** @import { BenchReady, PageRequest } from "./playground-protocol.js" */

const BEFORE = "Tables, scheduled functions, files and the log come with the first push.";
const WITHOUT =
  "The data could not be shown: a part of the page was not fetched. Run anything once more.";
/** @type {PageRequest} */
const FIRST_PAGE = { table: "", index: "by_creation_time", reverse: true, after: "" };

export class LateData {
  /** @type {DataPanel | undefined} */
  #panel;
  /** @type {Promise<void> | undefined} */
  #fetching;
  /** @type {BenchReady[]} that came before the panel */
  #waiting = [];
  #isBusy = false;

  /** @param {DataActions} actions */
  constructor(actions) {
    this.actions = actions;
    this.body = html("div", {}, html("p", { class: "fb-pg__hint" }, BEFORE));
    this.element = html(
      "section",
      { class: "fb-pg__panel fb-pg__data", "aria-labelledby": "fb-pg-data" },
      html("h2", { id: "fb-pg-data" }, "Data and log"),
      this.body,
    );
  }

  /** What a request asks to see. @returns {PageRequest} */
  get page() {
    return this.#panel?.page ?? FIRST_PAGE;
  }

  /** @param {boolean} isBusy */
  set busy(isBusy) {
    this.#isBusy = isBusy;
    if (this.#panel) this.#panel.busy = isBusy;
  }

  /** Nothing is known of what is on screen now. */
  empty() {
    this.#waiting = [];
    this.#panel?.empty(BEFORE);
  }

  /** @param {BenchReady} reply */
  show(reply) {
    if (this.#panel) {
      this.#panel.show(reply);
      return;
    }
    this.#waiting.push(reply);
    this.#fetching ??= this.#fetch().catch(() => {
      this.#fetching = undefined;
      this.body.replaceChildren(html("p", { class: "fb-pg__hint" }, WITHOUT));
    });
  }

  async #fetch() {
    const module = await import("./playground-data.js");
    this.#panel = new module.DataPanel(this.actions);
    this.#panel.busy = this.#isBusy;
    this.#panel.empty(BEFORE);
    this.body.replaceChildren(this.#panel.element);
    for (const reply of this.#waiting.splice(0)) this.#panel.show(reply);
  }
}
