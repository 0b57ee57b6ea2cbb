/** The playground's function runner: pick a function, fill in arguments, Run; what came of it. */

import { button, html, setEnabled } from "./markup.js";
import { footprintLine, footprintList } from "./playground-marks.js";
import { callText, count, errorText, short } from "./playground-words.js";

/** @import { ArgumentForm } from "./playground-form.js" */
/** @import { BenchCall, BenchError, BenchFunction, BenchOne } from "./playground-protocol.js" */
/** @import { KeptCall } from "./playground-store.js" */

/** @typedef {{ path: string, args: string, as: string, times?: number }} CallForm */

const TEXT_CHARACTERS = 80;
const KINDS = [
  { kind: "mutation", label: "Mutations" },
  { kind: "query", label: "Queries" },
  { kind: "action", label: "Actions" },
];

/** How many callers there may be at the same moment. */
const TIMES = [1, 2, 3, 5, 10, 20];

export class Runner {
  /** @type {BenchFunction[]} */
  #functions = [];
  #isBusy = false;
  /** Fetched when there is a function to call. @type {ArgumentForm | undefined} */
  #args;
  /** @type {Promise<void> | undefined} */
  #fetching;

  /**
   * @param {object} actions
   * @param {(call: CallForm) => void} actions.onRun
   * @param {(call: CallForm) => void} actions.onWatch
   * @param {(error: BenchError) => Node | string} actions.placeLink
   */
  constructor({ onRun, onWatch, placeLink }) {
    this.placeLink = placeLink;
    this.pick = html("select", { class: "fb-pg__field", id: "fb-pg-function" });
    this.pick.addEventListener("change", () => this.#fill());
    this.place = html("div", {});
    this.caller = html("input", {
      class: "fb-pg__field",
      id: "fb-pg-as",
      placeholder: "nobody",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      title: 'A name, or claims: {"subject": "ada", "role": "admin"}',
    });
    this.times = html(
      "select",
      { class: "fb-pg__field", id: "fb-pg-times" },
      ...TIMES.map((times) =>
        html("option", { value: times }, times === 1 ? "one caller" : `${times} at once`),
      ),
    );
    this.run = button("Run", () => this.#ask(onRun), { class: "fb-button fb-button--main" });
    this.watch = button(
      "Watch",
      () => this.#ask(({ path, args, as }) => onWatch({ path, args, as })),
      {
        hidden: true,
      },
    );
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
      html("label", { for: "fb-pg-function" }, "Function"),
      this.pick,
      this.place,
      html(
        "div",
        { class: "fb-pg__pair" },
        html("div", {}, html("label", { for: "fb-pg-as" }, "Signed in as"), this.caller),
        html("div", {}, html("label", { for: "fb-pg-times" }, "Callers"), this.times),
      ),
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
    this.element = html("div", {}, this.empty, this.form, this.result, this.before);
  }

  /** @param {boolean} isBusy */
  set busy(isBusy) {
    this.#isBusy = isBusy;
    this.#enable();
  }

  /** @param {BenchFunction[]} functions */
  show(functions) {
    this.#functions = functions.filter((one) => one.public);
    if (this.#args || this.#functions.length === 0) this.#draw();
    else {
      this.#fetching ??= this.#fetch().catch(() => {
        this.#fetching = undefined;
        this.showSentence(
          "A part of the page was not fetched. Look at the connection, and push again.",
        );
      });
    }
  }

  async #fetch() {
    const { ArgumentForm: Form } = await import("./playground-form.js");
    this.#args = new Form({ onSubmit: () => this.run.click() });
    this.place.replaceChildren(this.#args.element);
    this.#draw();
  }

  #draw() {
    const before = this.pick.value;
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
      if (this.#args?.isUntouched) this.#fill();
    } else this.#fill();
    this.#enable();
  }

  /** @param {BenchCall} call @param {string} output */
  showCall(call, output) {
    const { error } = call;
    const done = footprintList(call);
    this.result.replaceChildren(
      html(
        "p",
        { class: `fb-pg__verdict fb-pg__verdict--${call.ok ? "ok" : "bad"}` },
        html("strong", {}, call.ok ? "Returned" : "Raised"),
        html(
          "span",
          {},
          ` ${call.path}${call.crowd.length > 0 ? "" : ` · ${footprintLine(call)}`}`,
        ),
      ),
      call.ok
        ? html("pre", { tabindex: 0, "aria-label": "Result" }, call.value)
        : html(
            "pre",
            { class: "fb-pg__raised", tabindex: 0, "aria-label": "Error" },
            errorText(error),
          ),
      error ? this.placeLink(error) : "",
      crowdList(call.crowd),
      output && html("pre", { tabindex: 0, "aria-label": "Printed" }, output.trimEnd()),
      call.crowd.length === 0 && done
        ? html("details", {}, html("summary", {}, "What it read and wrote"), done)
        : "",
    );
  }

  /** What the validators have against the arguments, once the fields stand. @param {BenchCall} call */
  showProblems({ problems }) {
    if (Object.keys(problems).length > 0) this.#args?.showProblems(problems);
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

  /** @param {(call: CallForm) => void} act what to do with the call, if the arguments can be read */
  #ask(act) {
    const args = this.#args?.read() ?? null;
    const [path, as] = [this.pick.value, this.caller.value.trim()];
    if (args !== null) act({ path, args, as, times: Number(this.times.value) });
  }

  /** @param {KeptCall} call */
  #again(call) {
    if (!this.#functions.some((one) => one.path === call.path)) return;
    this.pick.value = call.path;
    this.#fill();
    this.#args?.fill(call.args);
    this.caller.value = call.as ?? "";
    this.#args?.focus();
  }

  #fill() {
    const found = this.#functions.find((one) => one.path === this.pick.value);
    this.watch.hidden = found?.kind !== "query";
    this.#args?.show(found?.fields ?? null, found?.skeleton ?? "{}", found?.args ?? "");
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

/** What came of each of several calls. @param {BenchOne[]} crowd */
function crowdList(crowd) {
  if (crowd.length === 0) return "";
  return html(
    "ol",
    { class: "fb-pg__crowd" },
    ...crowd.map(({ attempts, value, error }) =>
      html(
        "li",
        { "data-ok": String(error === null) },
        `${attempts === 1 ? "first attempt" : count(attempts, "attempt")}: `,
        html("code", {}, short(error ? error.type : value)),
      ),
    ),
  );
}
