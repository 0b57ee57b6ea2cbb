/** The playground's function runner: pick a function, fill in arguments, Run; what came of it. */

import { button, html, setEnabled } from "./markup.js";
import { callText, count, short } from "./playground-words.js";

/** @import { BenchCall, BenchFunction } from "./playground-protocol.js" */
/** @import { Read } from "./protocol.js" */
/** @import { KeptCall } from "./playground-store.js" */

/** @typedef {{ path: string, args: string, as: string }} CallForm */

const TEXT_CHARACTERS = 80;
const KINDS = [
  { kind: "mutation", label: "Mutations" },
  { kind: "query", label: "Queries" },
  { kind: "action", label: "Actions" },
];

export class Runner {
  /** @type {BenchFunction[]} */
  #functions = [];
  /** @type {string | null} the skeleton that was filled in, while nobody has changed it */
  #filled = null;
  #isBusy = false;

  /**
   * @param {object} actions
   * @param {(call: CallForm) => void} actions.onRun
   * @param {(call: CallForm) => void} actions.onWatch
   * @param {(line: number) => void} actions.onLine
   */
  constructor({ onRun, onWatch, onLine }) {
    this.onLine = onLine;
    this.pick = html("select", { class: "fb-pg__field", id: "fb-pg-function" });
    this.pick.addEventListener("change", () => this.#fill());
    this.args = html("textarea", {
      class: "fb-pg__field fb-pg__args",
      id: "fb-pg-args",
      rows: 4,
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      "aria-describedby": "fb-pg-args-hint",
    });
    this.args.addEventListener("input", () => {
      this.#filled = null;
    });
    this.args.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.run.click();
    });
    this.hint = html("p", { class: "fb-pg__hint", id: "fb-pg-args-hint" });
    this.caller = html("input", {
      class: "fb-pg__field",
      id: "fb-pg-as",
      placeholder: "nobody",
      autocomplete: "off",
      spellcheck: "false",
    });
    this.run = button("Run", () => onRun(this.#form()), {
      class: "fb-button fb-button--main",
    });
    this.watch = button("Watch", () => onWatch(this.#form()), { hidden: true });
    this.fill = button("Fill in", () => this.#fill());
    this.result = html("div", { class: "fb-pg__result" });
    this.calls = html("ol", { class: "fb-pg__calls", reversed: true });
    this.before = html(
      "details",
      { hidden: true },
      html("summary", {}, "Last calls"),
      html("p", { class: "fb-pg__hint" }, "Pick one to have its arguments again."),
      this.calls,
    );
    this.form = html(
      "div",
      { class: "fb-pg__form", hidden: true },
      html(
        "div",
        { class: "fb-pg__pair" },
        html("div", {}, html("label", { for: "fb-pg-function" }, "Function"), this.pick),
        html("div", {}, html("label", { for: "fb-pg-as" }, "Signed in as"), this.caller),
      ),
      html("label", { for: "fb-pg-args" }, "Arguments, as JSON"),
      this.args,
      this.hint,
      html("div", { class: "fb-bar" }, this.run, this.watch, this.fill),
    );
    this.empty = html(
      "ol",
      { class: "fb-pg__steps" },
      html("li", {}, "Push the code. Its functions come here, its tables below."),
      html("li", {}, "Pick a mutation, complete its arguments and run it."),
      html("li", {}, "Pick a query and watch it. Then run the mutation once more."),
      html("li", {}, "Let time pass, and see which jobs it brings."),
    );
    this.element = html(
      "section",
      { class: "fb-pg__panel fb-pg__runner", "aria-labelledby": "fb-pg-runner" },
      html("h2", { id: "fb-pg-runner" }, "Run a function"),
      this.empty,
      this.form,
      this.result,
      this.before,
    );
  }

  /** @param {boolean} isBusy */
  set busy(isBusy) {
    this.#isBusy = isBusy;
    this.#enable();
  }

  /** @param {BenchFunction[]} functions */
  show(functions) {
    const before = this.pick.value;
    this.#functions = functions.filter((one) => one.public);
    this.form.hidden = this.#functions.length === 0;
    this.empty.hidden = !this.form.hidden;
    this.pick.replaceChildren(
      ...KINDS.map(({ kind, label }) => {
        const some = this.#functions.filter((one) => one.kind === kind);
        return (
          some.length > 0 &&
          html(
            "optgroup",
            { label },
            ...some.map((one) => html("option", { value: one.path }, one.path)),
          )
        );
      }).filter((group) => group !== false),
    );
    if (this.#functions.some((one) => one.path === before)) {
      this.pick.value = before;
      if (this.#filled !== null && this.#filled === this.args.value) this.#fill();
    } else this.#fill();
    this.#enable();
  }

  /** @param {BenchCall} call @param {string} output */
  showCall(call, output) {
    const committed = call.commits[1] - call.commits[0];
    const parts = [
      committed === 0 && "nothing written",
      committed === 1 && `commit ${call.commits[1]}`,
      committed > 1 && `commits ${call.commits[0] + 1} to ${call.commits[1]}`,
      call.attempts > 1 && `${call.attempts} attempts`,
      `read ${count(
        call.reads.reduce((sum, read) => sum + read.documents, 0),
        "document",
      )} in ${count(call.reads.length, "range")}`,
      call.writes.length > 0 && count(call.writes.length, "write"),
    ].filter(Boolean);
    const { error } = call;
    const line = error?.line;
    this.result.replaceChildren(
      html(
        "p",
        { class: `fb-pg__verdict fb-pg__verdict--${call.ok ? "ok" : "bad"}` },
        html("strong", {}, call.ok ? "Returned" : "Raised"),
        html("span", {}, ` ${call.path} · ${parts.join(" · ")}`),
      ),
      call.ok
        ? html("pre", { tabindex: 0, "aria-label": "Result" }, call.value)
        : html(
            "pre",
            { class: "fb-pg__raised", tabindex: 0, "aria-label": "Error" },
            `${error?.type}: ${error?.message}`,
          ),
      line ? button(`Line ${line}`, () => this.onLine(line), { class: "fb-line-link" }) : "",
      output && html("pre", { tabindex: 0, "aria-label": "Printed" }, output.trimEnd()),
      footprint(call),
    );
  }

  /** @param {string} sentence */
  showSentence(sentence) {
    this.result.replaceChildren(html("p", { class: "fb-lab__ended" }, sentence));
  }

  clear() {
    this.result.replaceChildren();
  }

  /** @param {KeptCall[]} calls the newest first */
  showCalls(calls) {
    this.before.hidden = calls.length === 0;
    this.calls.replaceChildren(
      ...calls.map((call) =>
        html(
          "li",
          {},
          button(callText(call.path, call.args, call.as), () => this.#again(call), {
            class: "fb-line-link",
          }),
          html("span", {}, ` ${call.ok ? "returned" : "raised"} ${call.text}`),
        ),
      ),
    );
  }

  /** @returns {CallForm} */
  #form() {
    return { path: this.pick.value, args: this.args.value, as: this.caller.value.trim() };
  }

  /** @param {KeptCall} call */
  #again(call) {
    if (!this.#functions.some((one) => one.path === call.path)) return;
    this.pick.value = call.path;
    this.#describe();
    this.args.value = call.args;
    this.caller.value = call.as ?? "";
    this.#filled = null;
    this.args.focus();
  }

  #fill() {
    const found = this.#describe();
    this.args.value = found?.skeleton ?? "{}";
    this.#filled = this.args.value;
  }

  #describe() {
    const found = this.#functions.find((one) => one.path === this.pick.value);
    this.hint.textContent = found
      ? found.args.replace(/^v\.object\(|\)$/g, "") || "declares no args: it takes any"
      : "";
    this.watch.hidden = found?.kind !== "query";
    this.args.rows = Math.min(Math.max((found?.skeleton ?? "").split("\n").length, 3), 8);
    return found;
  }

  #enable() {
    for (const one of [this.run, this.watch]) setEnabled(one, !this.#isBusy);
  }
}

/** What is remembered of a call. @param {BenchCall} call @param {CallForm} form @returns {KeptCall} */
export function keptCall({ ok, value, error, commits }, { path, args, as }) {
  const [line] = short(ok ? value : (error?.message ?? "")).split("\n");
  return { path, args, as, ok, text: line.slice(0, TEXT_CHARACTERS), commit: commits[1] };
}

/** What a call read and wrote. @param {BenchCall} call */
function footprint(call) {
  if (call.reads.length + call.writes.length === 0) return "";
  return html(
    "details",
    {},
    html("summary", {}, "What it read and wrote"),
    html(
      "ul",
      { class: "fb-pg__marks" },
      ...call.reads.map(readItem),
      ...call.writes.map((write) =>
        html("li", { class: "fb-pg__write" }, short(`${write.op} ${write.table} ${write.id}`)),
      ),
    ),
  );
}

/** @param {Read} read */
export function readItem(read) {
  return html(
    "li",
    { class: "fb-pg__read" },
    html("code", {}, short(`${read.index} ${read.range}`)),
    ` ${count(read.documents, "document")}`,
  );
}
