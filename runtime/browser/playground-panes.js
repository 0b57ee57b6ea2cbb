/** The playground's live queries: the newest result of each, and why it ran when it did. */

import { button, html } from "./markup.js";
import { readItem } from "./playground-marks.js";
import { callText, paneSummary, reason } from "./playground-words.js";

/** @import { BenchPane } from "./playground-protocol.js" */

export class Panes {
  /** @type {Map<string, { element: HTMLElement, text: string, runs: number }>} */
  #shown = new Map();

  /** @param {{ onRemove: (id: string) => void }} actions */
  constructor({ onRemove }) {
    this.onRemove = onRemove;
    this.list = html("div", { class: "fb-pg__panes" });
    this.empty = html(
      "p",
      { class: "fb-pg__hint" },
      "Pick a query above and press Watch. Its result stays here, and changes with every write that touches what it read.",
    );
    this.element = html(
      "section",
      { class: "fb-pg__panel fb-pg__live", "aria-labelledby": "fb-pg-live" },
      html("h2", { id: "fb-pg-live" }, "Live queries"),
      this.empty,
      this.list,
    );
  }

  /**
   * @param {BenchPane[]} panes
   * @returns {string[]} what there is to say of those whose result is another now
   */
  show(panes) {
    const said = [];
    this.empty.hidden = panes.length > 0;
    for (const id of this.#shown.keys()) {
      if (!panes.some((pane) => pane.id === id)) {
        this.#shown.get(id)?.element.remove();
        this.#shown.delete(id);
      }
    }
    for (const pane of panes) {
      const text = JSON.stringify(pane);
      const before = this.#shown.get(pane.id);
      if (before?.text === text) continue;
      const hasRun = before !== undefined && pane.runs > before.runs;
      const isChanged = hasRun && pane.history.at(-1)?.changed === true;
      const element = this.#draw(pane, isChanged);
      if (before) before.element.replaceWith(element);
      else this.list.append(element);
      this.#shown.set(pane.id, { element, text, runs: pane.runs });
      if (isChanged) said.push(`${pane.path} has another result.`);
    }
    return said;
  }

  /** @param {BenchPane} pane @param {boolean} isChanged */
  #draw(pane, isChanged) {
    const title = callText(pane.path, pane.args, pane.as);
    const problem = pane.problem || pane.error;
    const history = [...pane.history].reverse();
    return html(
      "article",
      { class: `fb-pg__pane${isChanged ? " fb-pg__pane--changed" : ""}`, "aria-label": title },
      html(
        "header",
        {},
        html("code", {}, title),
        button("Stop watching", () => this.onRemove(pane.id), {
          class: "fb-line-link",
          "aria-label": `Stop watching ${title}`,
        }),
      ),
      problem
        ? html("pre", { class: "fb-pg__raised", tabindex: 0 }, problem)
        : html("pre", { tabindex: 0, "aria-label": "Result now" }, pane.value),
      html("p", { class: "fb-pg__hint" }, pane.problem ? "It is not watched." : paneSummary(pane)),
      html(
        "ol",
        { class: "fb-pg__runs", "aria-label": "Why it ran, the newest first" },
        ...history
          .slice(0, 3)
          .map((run) =>
            html(
              "li",
              { "data-changed": String(run.changed) },
              html("span", { class: "fb-pg__commit" }, `commit ${run.commit}`),
              ` ${reason(run)}`,
            ),
          ),
      ),
      pane.reads.length > 0 &&
        html(
          "details",
          {},
          html("summary", {}, "A write in here lets it run again"),
          html("ul", { class: "fb-pg__marks" }, ...pane.reads.map(readItem)),
        ),
    );
  }
}
