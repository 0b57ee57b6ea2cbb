/** The result of an exercise: output as it comes, then a report, a value or how the run ended. */

import { mainOffer } from "./main-template.js";
import { html } from "./markup.js";

/** @import { Content, Ran, Report } from "./protocol.js" */
/** @import { TimelineView } from "./timeline-view.js" */

/**
 * @typedef {object} ResultActions
 * @property {(line: number) => void} goToLine
 * @property {(line: number | null, text: string) => void} pointAtLine null: at none
 * @property {() => void} addMain
 * @property {(hint: string) => number} hintsShown how many steps of it were shown before
 * @property {(hint: string, steps: number) => void} onHint another step is shown
 * @property {(view: TimelineView) => void} onTimeline
 */

export class ExerciseResult {
  #output = "";
  /** @type {typeof import("./report-view.js") | undefined} */
  #views;

  /** @param {ResultActions} actions */
  constructor(actions) {
    this.actions = actions;
    this.element = html(
      "div",
      { class: "fb-result" },
      html(
        "p",
        { class: "fb-lab__empty" },
        "Check grades your code. Run runs the file, calls its ",
        html("code", {}, "main(lab)"),
        " if it has one, and shows what they print and return.",
      ),
    );
  }

  /** Fetch what shows a result; before that there is none to show. */
  async prepare() {
    this.#views ??= await import("./report-view.js");
  }

  get #shown() {
    if (!this.#views) throw new Error("A result came before prepare() had ended");
    return this.#views;
  }

  /** What a screen reader says of a report. @param {Report} report */
  announcement(report) {
    return this.#shown.announcement(report);
  }

  /** @param {boolean} isBusy */
  setBusy(isBusy) {
    if (isBusy) this.#output = "";
    this.element.setAttribute("aria-busy", String(isBusy));
  }

  /** @param {string} text */
  appendOutput(text) {
    this.#output += text;
    const open = this.element.querySelector(".fb-output--open pre");
    if (open) {
      open.append(text);
      return;
    }
    const view = this.#shown.outputView(text);
    view.classList.add("fb-output--open");
    this.element.replaceChildren(view);
  }

  /** @param {Report} report @param {Content} exercise */
  showReport(report, exercise) {
    const { outputView, reportView } = this.#shown;
    const output = report.output || this.#output;
    this.element.replaceChildren(
      reportView(report, this.actions),
      ...(output ? [outputView(output)] : []),
      ...(report.verdict === "right" ? solutions(exercise) : []),
    );
  }

  /** @param {Ran} ran @param {{ hasMain: boolean }} options */
  showRan({ output: reported, value, error }, { hasMain }) {
    const { errorView, outputView } = this.#shown;
    const output = reported || this.#output;
    const { goToLine, addMain } = this.actions;
    const parts = [];
    if (error) parts.push(errorView(error, { goToLine, pointAtLine: () => {} }));
    if (output) parts.push(outputView(output));
    if (value) parts.push(html("p", { class: "fb-value" }, "Value: ", html("code", {}, value)));
    if (!error && !hasMain) parts.push(mainOffer({ hasOutput: output !== "", addMain }));
    if (parts.length === 0) {
      const sentence = "main(lab) ran to its end. It printed nothing and returned None.";
      parts.push(html("p", { class: "fb-lab__empty" }, sentence));
    }
    this.element.replaceChildren(...parts);
  }

  /** @param {string} state @param {string} sentence */
  showEnd(state, sentence) {
    this.element.replaceChildren(
      html("p", { class: `fb-lab__ended fb-lab__ended--${state}` }, sentence),
      ...(this.#output ? [this.#shown.outputView(this.#output)] : []),
    );
  }
}

/** After success: one way to write it, in Python beside TypeScript. @param {Content} exercise */
function solutions(exercise) {
  /** @type {[string, string][]} */
  const files = [
    ["solution.py", "One solution in Python"],
    ["solution.ts", "The same on Convex, in TypeScript"],
  ];
  return files
    .filter(([file]) => exercise.files[file])
    .map(([file, title]) =>
      html(
        "details",
        { class: "fb-solution-view" },
        html("summary", {}, title),
        codeView(exercise.files[file], title),
      ),
    );
}

/** @param {string} text @param {string} name for those who do not see it */
export function codeView(text, name) {
  return html("pre", { tabindex: 0, role: "region", "aria-label": name }, html("code", {}, text));
}
