/**
 * The arguments of a call: a field for each, or the whole as JSON. What the validators have against them stands
 * at the field.
 */

import { button, html } from "./markup.js";
import { LEFT_OUT, readField, writeField } from "./playground-field.js";

/** @import { BenchField } from "./playground-protocol.js" */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */
/** @typedef {{ field: BenchField, control: Control, problem: HTMLElement }} Row */

export class ArgumentForm {
  /** @type {Row[]} */
  #rows = [];
  /** @type {BenchField[] | null} */
  #fields = null;
  #isJson = false;
  #wantsJson = false;
  /** What was filled in, while nobody has changed it. @type {string | null} */
  #filled = null;

  /** @param {{ onSubmit: () => void }} actions */
  constructor({ onSubmit }) {
    this.area = html("textarea", {
      class: "fb-pg__field fb-pg__args",
      id: "fb-pg-args",
      rows: 4,
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      "aria-describedby": "fb-pg-args-hint",
    });
    this.hint = html("p", { class: "fb-pg__hint fb-pg__validator", id: "fb-pg-args-hint" });
    this.json = html(
      "div",
      {},
      html("label", { for: "fb-pg-args" }, "Arguments, as JSON"),
      this.area,
      this.hint,
    );
    this.list = html("div", { class: "fb-pg__fields" });
    this.turn = button("As JSON", () => this.#turn(), { class: "fb-line-link" });
    this.element = html("div", {}, this.list, this.json, this.turn);
    this.element.addEventListener("input", () => {
      this.#filled = null;
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      onSubmit();
    });
  }

  /** What was filled in is what stands there. */
  get isUntouched() {
    return this.#filled !== null;
  }

  /**
   * @param {BenchField[] | null} fields null: any object
   * @param {string} skeleton @param {string} validator
   */
  show(fields, skeleton, validator) {
    this.#fields = fields;
    this.hint.textContent =
      validator.replace(/^v\.object\(|\)$/g, "") || "declares no args: it takes any";
    this.area.rows = Math.min(Math.max(skeleton.split("\n").length, 3), 8);
    this.area.value = skeleton;
    this.#draw(fields ?? []);
    this.#choose(this.#wantsJson || fields === null);
    this.#filled = skeleton;
  }

  /**
   * The arguments as JSON text; null if a field has none, which is then said at it.
   * @returns {string | null}
   */
  read() {
    if (this.#isJson) return this.area.value;
    /** @type {string[]} */
    const members = [];
    /** @type {Record<string, string>} */
    const problems = {};
    for (const { field, control } of this.#rows) {
      const { value, problem } = readField(field, control.value);
      if (problem) problems[field.name] = problem;
      else if (value !== LEFT_OUT) members.push(` ${JSON.stringify(field.name)}: ${value}`);
    }
    this.showProblems(problems);
    if (Object.keys(problems).length > 0) return null;
    return members.length > 0 ? `{\n${members.join(",\n")}\n}` : "{}";
  }

  /** Arguments that were sent once. @param {string} text */
  fill(text) {
    this.area.value = text;
    this.#filled = null;
    this.showProblems({});
    this.#choose(this.#wantsJson || !this.#spread(text));
  }

  /** @param {Record<string, string>} problems by field */
  showProblems(problems) {
    let first = true;
    for (const { field, control, problem } of this.#rows) {
      const said = problems[field.name] ?? "";
      problem.textContent = said;
      control.setAttribute("aria-invalid", String(said !== ""));
      if (said && first && !this.#isJson) {
        control.focus();
        first = false;
      }
    }
  }

  focus() {
    if (this.#isJson) this.area.focus();
    else (this.#rows[0]?.control ?? this.turn).focus();
  }

  #turn() {
    const wasUntouched = this.#filled;
    if (this.#isJson) {
      if (!this.#spread(this.area.value)) {
        this.hint.textContent = "This is not what the fields can show: it stays JSON.";
        return;
      }
      this.#choose(false);
    } else {
      const text = this.read();
      if (text === null) return;
      if (wasUntouched === null) this.area.value = text;
      this.#choose(true);
    }
    this.#wantsJson = this.#isJson;
    this.turn.focus();
  }

  /** @param {boolean} isJson */
  #choose(isJson) {
    this.#isJson = isJson;
    this.json.hidden = !isJson;
    this.list.hidden = isJson;
    this.turn.hidden = this.#fields === null;
    this.turn.textContent = isJson ? "As fields" : "As JSON";
  }

  /** Put JSON into the fields, if they can show it. @param {string} text */
  #spread(text) {
    /** @type {any} */
    let found;
    try {
      found = JSON.parse(text || "{}");
    } catch {
      return false;
    }
    const names = new Set(this.#rows.map((row) => row.field.name));
    if (!this.#fields || typeof found !== "object" || found === null) return false;
    if (Object.keys(found).some((name) => !names.has(name))) return false;
    const texts = this.#rows.map(({ field }) => writeField(field, found[field.name]));
    if (texts.includes(null)) return false;
    for (const [at, row] of this.#rows.entries()) row.control.value = texts[at] ?? "";
    return true;
  }

  /** @param {BenchField[]} fields */
  #draw(fields) {
    this.#rows = fields.map((field, at) => {
      const id = `fb-pg-arg-${at}`;
      const control = controlFor(field, id);
      const problem = html("p", { class: "fb-pg__problem", id: `${id}-problem` });
      return { field, control, problem };
    });
    this.list.replaceChildren(
      ...this.#rows.map(({ field, control, problem }) =>
        html(
          "div",
          {},
          html(
            "label",
            { for: control.id },
            field.name,
            html("span", { class: "fb-pg__validator" }, ` ${field.validator}`),
            field.optional && html("span", {}, ", may be left out"),
          ),
          control,
          problem,
        ),
      ),
    );
    if (fields.length === 0) {
      this.list.append(html("p", { class: "fb-pg__hint" }, "It takes no arguments."));
    }
  }
}

/** @param {BenchField} field @param {string} id @returns {Control} */
function controlFor(field, id) {
  const plain = {
    id,
    class: "fb-pg__field",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": `${id}-problem`,
  };
  /** @type {Control} */
  let control;
  if (field.input === "choice") {
    const choices = field.choices.map((json) =>
      html("option", { value: json }, json.replace(/^"(.*)"$/, "$1")),
    );
    const none = html("option", { value: LEFT_OUT }, "left out");
    control = html("select", plain, ...(field.optional ? [none] : []), ...choices);
  } else if (field.input === "json") {
    control = html("textarea", { ...plain, rows: 2 });
  } else {
    const mode = field.input === "text" ? "text" : field.input === "number" ? "decimal" : "numeric";
    control = html("input", { ...plain, inputmode: mode });
  }
  control.value = field.value;
  return control;
}
