/**
 * <minivex-cell>: code of a page that runs where it stands. It is text to read until somebody edits
 * it; Run works without editing.
 *
 *     data-state: idle ─▶ booting ─▶ running ─▶ passed | error | stopped ─▶ running …
 */

import { button, html, setEnabled } from "./markup.js";
import { StatusLine } from "./status-line.js";

/** @import { Outcome, PythonClient } from "./client.js" */
/** @import { Editor } from "./editor.js" */
/** @import { Ran } from "./protocol.js" */
/** @import { State } from "./live-element.js" */

export class CellView {
  /** @type {Editor | undefined} there once somebody edits */
  #editor;
  /** @type {AbortController | undefined} the run under way */
  #running;

  /** @param {HTMLElement} host @param {PythonClient} client */
  constructor(host, client) {
    this.host = host;
    this.client = client;
    this.module = host.getAttribute("module") ?? "cell";
    const [code, output] = host.querySelectorAll(":scope > *");
    this.code = code;
    this.source = `${code?.querySelector("code")?.textContent?.trimEnd() ?? ""}\n`;
    this.recorded = output?.textContent?.trimEnd() ?? "";
    this.live = html("div", { class: "fb-live", role: "status" });
    this.run = button("Run", () => this.#execute(), { class: "fb-button fb-button--main" });
    this.stop = button("Stop", () => this.#running?.abort(), { hidden: true });
    this.edit = button("Edit", () => this.#edit());
    this.reset = button("Reset", () => this.#reset(), { hidden: true });
    this.status = new StatusLine(client);
    this.status.element.hidden = true;
    this.place = html("div", { class: "fb-cell__code" }, code);
    this.output = html("div", { class: "fb-cell__result" });
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab fb-lab--cell", role: "group", "aria-label": "Live cell" },
        this.place,
        html("div", { class: "fb-bar" }, this.run, this.stop, this.edit, this.reset),
        this.status.element,
        this.output,
      ),
      this.live,
    );
    this.#showOutput("Prints", this.recorded);
    this.#setState("idle");
  }

  /** @returns {(() => void)[]} what ends when the element leaves the page */
  start() {
    return [this.status.follow(), () => this.#running?.abort()];
  }

  async #edit() {
    if (!this.#editor) {
      const { Editor } = await import("./editor.js"); // most readers run a cell as it stands
      this.#editor ??= new Editor({
        text: this.source,
        submits: "runs",
        onChange: () => this.#editor?.showNotes([]),
        onSubmit: () => this.#execute(),
      });
      this.#editor.upgrade();
    }
    this.place.replaceChildren(this.#editor.element);
    this.edit.hidden = true;
    this.reset.hidden = false;
    this.#editor.goToLine(1);
  }

  #reset() {
    this.#running?.abort();
    if (this.#editor) this.#editor.text = this.source;
    if (this.code) this.place.replaceChildren(this.code);
    this.edit.hidden = false;
    this.reset.hidden = true;
    this.#showOutput("Prints", this.recorded);
    this.live.textContent = "The cell is as the page has it.";
    this.#setState("idle");
    this.edit.focus();
  }

  async #execute() {
    if (this.#running) return;
    const running = new AbortController();
    this.#running = running;
    const source = this.edit.hidden && this.#editor ? this.#editor.text : this.source;
    this.#editor?.showNotes([]);
    this.#setBusy(true);
    this.#setState(this.client.state.phase === "ready" ? "running" : "booting");
    this.status.say("running");
    try {
      const outcome = await this.client.run(
        { kind: "cell", module: this.module, source },
        { signal: running.signal, onOutput: () => {}, onProgress: () => {} },
      );
      await this.#settle(outcome);
    } catch (error) {
      this.#end("error", error instanceof Error ? error.message : String(error));
    } finally {
      this.#running = undefined;
      this.#setBusy(false);
    }
  }

  /** @param {Outcome} outcome */
  async #settle(outcome) {
    if (outcome.kind === "stopped") this.#end("stopped", "Stopped.");
    else if (outcome.kind !== "reply") this.#end("error", outcome.message);
    else if (outcome.reply.kind === "ran") await this.#showRan(outcome.reply);
    else if (outcome.reply.kind === "refused") this.#end("error", outcome.reply.message);
    else throw new Error(`A cell was answered with ${outcome.reply.kind}`);
  }

  /** @param {Ran} ran */
  async #showRan({ output, error }) {
    this.#showOutput("Output", output);
    if (error) {
      const { errorView } = await import("./report-view.js");
      const goToLine = async (/** @type {number} */ line) => {
        if (!this.edit.hidden) await this.#edit();
        this.#editor?.goToLine(line);
      };
      this.output.append(errorView(error, { goToLine, pointAtLine: () => {} }));
      if (error.line) {
        this.#editor?.showNotes([{ line: error.line, kind: "error", text: error.message }]);
      }
    }
    this.live.textContent = error ? `Error: ${error.message}` : `Output: ${output}`;
    this.status.say("");
    this.#setState(error ? "error" : "passed");
  }

  /** @param {string} title @param {string} text */
  #showOutput(title, text) {
    this.output.replaceChildren(
      html("p", { class: "fb-output__title" }, title),
      html("pre", { class: "fb-cell__output", tabindex: 0 }, text || "nothing"),
    );
  }

  /** @param {State} state @param {string} sentence */
  #end(state, sentence) {
    this.output.replaceChildren(html("p", { class: "fb-lab__ended" }, sentence));
    this.live.textContent = sentence;
    this.status.say("");
    this.#setState(state);
  }

  /** @param {boolean} isBusy */
  #setBusy(isBusy) {
    if (isBusy) this.status.element.hidden = false;
    setEnabled(this.run, !isBusy);
    this.stop.hidden = !isBusy;
    this.output.setAttribute("aria-busy", String(isBusy));
  }

  /** @param {State} state */
  #setState(state) {
    this.host.dataset.state = state;
  }
}
