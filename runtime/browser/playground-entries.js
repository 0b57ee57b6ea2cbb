/** The playground's log: what ran, the newest first, with its steps, attempts, reads, writes and prints. */

import { button, html } from "./markup.js";
import { footprintLine, footprintList } from "./playground-marks.js";
import { count, errorText, short, utc } from "./playground-words.js";

/** @import { BenchEntry, BenchError, BenchReady } from "./playground-protocol.js" */

const ENTRIES_MAX = 200;

export class Entries {
  /** @type {BenchEntry[]} the newest first */
  #entries = [];
  /** Of what is not listed any more, or never was. */
  #left = 0;

  /** @param {{ placeLink: (error: BenchError) => Node | string }} actions */
  constructor({ placeLink }) {
    this.placeLink = placeLink;
    this.filter = html("input", {
      class: "fb-pg__field",
      type: "search",
      id: "fb-pg-filter",
      placeholder: "a function, a word that was printed",
      autocomplete: "off",
      spellcheck: "false",
    });
    this.filter.addEventListener("input", () => this.#draw());
    this.failed = html("input", { type: "checkbox", id: "fb-pg-failed" });
    this.failed.addEventListener("change", () => this.#draw());
    this.list = html("ol", { class: "fb-pg__entries" });
    this.said = html("p", { class: "fb-pg__hint" });
    this.element = html(
      "div",
      {},
      html(
        "div",
        { class: "fb-bar fb-pg__filter" },
        html("label", { for: "fb-pg-filter" }, "Only with"),
        this.filter,
        html("label", { for: "fb-pg-failed" }, this.failed, " failed only"),
        button("Clear the log", () => this.clear()),
      ),
      this.said,
      this.list,
    );
    this.#draw();
  }

  get count() {
    return this.#entries.length + this.#left;
  }

  /** @param {BenchReady} reply */
  take({ entries, more_entries: more }) {
    if (entries.length === 0) return;
    this.#left += more;
    this.#entries.unshift(...[...entries].reverse());
    this.#left += this.#entries.splice(ENTRIES_MAX).length;
    this.#draw();
  }

  clear() {
    this.#entries = [];
    this.#left = 0;
    this.#draw();
  }

  #draw() {
    const wanted = this.filter.value.trim().toLowerCase();
    const shown = this.#entries.filter(
      (entry) => (!this.failed.checked || entry.error !== null) && textOf(entry).includes(wanted),
    );
    const left = this.#left > 0 ? `; ${count(this.#left, "older one")} not listed` : "";
    this.said.textContent =
      this.#entries.length === 0
        ? "Calls, requests and jobs are listed here as they run, until this page is left. Live queries say themselves why they ran."
        : `${shown.length} of ${count(this.#entries.length, "entry", "entries")}${left}.`;
    this.list.replaceChildren(...shown.map((entry) => this.#item(entry)));
  }

  /** @param {BenchEntry} entry */
  #item(entry) {
    const { error, output, value } = entry;
    const kind = /^(job|cron|http)\b/.exec(entry.label)?.[0] ?? "call";
    const name = kind === "cron" ? entry.label : `${kind} ${entry.path || entry.label}`;
    const done = footprintList(entry);
    return html(
      "li",
      {},
      html(
        "details",
        {},
        html(
          "summary",
          { "data-ok": String(error === null) },
          html("span", { class: "fb-pg__mark" }, error ? "✕" : "●"),
          html("time", {}, utc(entry.at)),
          html("code", {}, name),
          html("span", {}, error ? short(error.message.split("\n")[0]) : footprintLine(entry)),
        ),
        error &&
          html(
            "pre",
            { class: "fb-pg__raised", tabindex: 0, "aria-label": "Error" },
            errorText(error),
          ),
        error && html("p", {}, this.placeLink(error)),
        error && html("p", { class: "fb-pg__hint" }, footprintLine(entry)),
        output && html("pre", { tabindex: 0, "aria-label": "Printed" }, output.trimEnd()),
        !error && html("p", { class: "fb-pg__hint" }, `returned ${short(value || "nothing")}`),
        done,
      ),
    );
  }
}

/** What the filter looks at. @param {BenchEntry} entry */
function textOf({ label, path, output, error, value }) {
  return `${label} ${path} ${output} ${error?.message ?? ""} ${value}`.toLowerCase();
}
