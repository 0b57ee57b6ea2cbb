/**
 * <minivex-state>, how far the reader is with one exercise, and <minivex-tally>, with several.
 *
 *     data-state: new ─▶ begun ─▶ passed, or passed-before when the exercise has changed since
 */

import { html } from "./markup.js";
import { verdictName } from "./verdict-name.js";
import { standing } from "./work-record.js";

/** @import { Progress } from "./progress.js" */
/** @import { Standing } from "./work-record.js" */

/** @param {Standing} standing @returns {string} in a few words */
export function standingWords({ state, verdict, attempts }) {
  const count = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  switch (state) {
    case "new":
      return "not begun";
    case "begun":
      return verdict ? `begun, ${count}, last: ${verdictName(verdict).toLowerCase()}` : "begun";
    case "passed":
      return `passed, ${count}`;
    default:
      return "passed, before it was revised";
  }
}

/** @param {HTMLElement} host */
export function idsOf(host) {
  return {
    id: host.getAttribute("exercise") ?? "",
    version: host.getAttribute("version") ?? "",
    formerly: (host.getAttribute("formerly") ?? "").split(" ").filter(Boolean),
  };
}

export class StateView {
  /** @param {HTMLElement} host @param {Progress} progress */
  constructor(host, progress) {
    this.host = host;
    this.progress = progress;
    this.place = idsOf(host);
  }

  start() {
    this.progress.adopt(this.place.id, this.place.formerly).then(() => this.#show());
    return [
      this.progress.subscribe((id) => {
        if (id === null || id === this.place.id) this.#show();
      }),
    ];
  }

  #show() {
    if (this.progress.keeping === "opening") return;
    const found = standing(this.progress.get(this.place.id), this.place.version);
    this.host.dataset.state = found.state;
    this.host.replaceChildren(
      html("span", { class: "fb-standing__mark", "aria-hidden": "true" }),
      html("span", { class: "fb-standing__words" }, standingWords(found)),
    );
  }
}

export class TallyView {
  /** @param {HTMLElement} host @param {Progress} progress */
  constructor(host, progress) {
    this.host = host;
    this.progress = progress;
    this.ids = (host.getAttribute("exercises") ?? "").split(" ").filter(Boolean);
  }

  start() {
    this.progress.ready.then(() => this.#show());
    return [this.progress.subscribe(() => this.#show())];
  }

  #show() {
    if (this.progress.keeping === "opening") return;
    const passed = this.ids.filter((id) =>
      ["passed", "passed-before"].includes(standing(this.progress.get(id), "").state),
    );
    this.host.textContent = passed.length === 0 ? "" : `, ${passed.length} passed`;
  }
}
