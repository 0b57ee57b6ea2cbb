/** The files of a playground as tabs: each has an editor of its own, with its own undo; add, rename, delete. */

import { Editor } from "./editor.js";
import { button, html, setEnabled } from "./markup.js";
import { FILES_MAX, nameProblem, referenceTo, typedName } from "./playground-modules.js";

/** @import { CodeFile } from "./playground-modules.js" */
/** @import { BenchError } from "./playground-protocol.js" */

/** @typedef {{ name: string, editor: Editor }} OpenFile */

export class FileTabs {
  /** @type {OpenFile[]} */
  #files = [];
  /** @type {OpenFile | undefined} */
  #current;
  #isUpgraded = false;
  #isReadOnly = false;
  /** @type {BenchError | null} */
  #error = null;

  /**
   * @param {object} options
   * @param {() => void} options.onChange a text, a name, or what files there are
   * @param {() => void} options.onSubmit
   * @param {(sentence: string) => void} options.announce
   */
  constructor({ onChange, onSubmit, announce }) {
    this.onChange = onChange;
    this.onSubmit = onSubmit;
    this.announce = announce;
    this.tabs = html("div", {
      class: "fb-tabs fb-pg__files",
      role: "group",
      "aria-label": "Files",
    });
    this.add = button("New file", () => this.#askName(null), { class: "fb-line-link" });
    this.rename = button("Rename", () => this.#askName(this.#current ?? null), {
      class: "fb-line-link",
    });
    this.remove = button("Delete", () => this.#delete(), { class: "fb-line-link" });
    this.tools = html("div", { class: "fb-pg__tools" }, this.add, this.rename, this.remove);
    this.asked = html("div", { class: "fb-pg__asked", hidden: true });
    this.surface = html("div", {});
  }

  /** @returns {CodeFile[]} */
  get files() {
    return this.#files.map(({ name, editor }) => ({ name, text: editor.text }));
  }

  /** The editor that is open. */
  get editor() {
    return this.#current?.editor;
  }

  /** @param {CodeFile[]} files at least one @param {boolean} canWrite */
  show(files, canWrite) {
    const open = this.#current?.name;
    this.#isReadOnly = !canWrite;
    this.#error = null;
    const before = new Map(this.#files.map((file) => [file.name, file]));
    this.#files = files.map(({ name, text }) => {
      const same = before.get(name);
      if (!same) return this.#made(name, text);
      if (same.editor.text !== text) same.editor.text = text;
      return same;
    });
    for (const { editor } of this.#files) {
      editor.isReadOnly = !canWrite;
      editor.showNotes([]);
    }
    this.#close();
    this.#open(this.#files.find(({ name }) => name === open) ?? this.#files[0]);
  }

  /** Fetch the real editor, for this file and for those that are opened later. */
  upgrade() {
    this.#isUpgraded = true;
    this.#current?.editor.upgrade();
  }

  /** Mark the line of an error at its file, or none. @param {BenchError | null} error */
  mark(error) {
    this.#error = error;
    for (const { name, editor } of this.#files) {
      const isHere = error?.line && error.file === name;
      editor.showNotes(
        isHere ? [{ line: Number(error.line), kind: "error", text: error.message }] : [],
      );
    }
    this.#draw();
  }

  /** @param {string} name @param {number} line */
  goTo(name, line) {
    const file = this.#files.find((one) => one.name === name);
    if (!file) return;
    this.#open(file);
    file.editor.goToLine(line);
  }

  focus() {
    this.#current?.editor.focus();
  }

  /** @param {string} name @param {string} text @returns {OpenFile} */
  #made(name, text) {
    const editor = new Editor({
      text,
      submits: "pushes",
      onChange: () => this.onChange(),
      onSubmit: () => this.onSubmit(),
    });
    return { name, editor };
  }

  /** @param {OpenFile} file */
  #open(file) {
    this.#current = file;
    if (file.editor.element.parentNode !== this.surface) {
      this.surface.replaceChildren(file.editor.element);
    }
    if (this.#isUpgraded) file.editor.upgrade();
    this.#draw();
  }

  #draw() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.file;
    const tabs = this.#files.map((file) => {
      const isWrong = this.#error?.file === file.name;
      return button(`${file.name}.py`, () => this.#open(file), {
        class: `fb-tab${isWrong ? " fb-tab--wrong" : ""}`,
        "aria-pressed": String(file === this.#current),
        "aria-label": isWrong ? `${file.name}.py, with an error` : null,
        "data-file": file.name,
      });
    });
    this.tabs.replaceChildren(...tabs);
    tabs.find((tab) => tab.dataset.file === focused)?.focus();
    setEnabled(this.add, !this.#isReadOnly && this.#files.length < FILES_MAX);
    setEnabled(this.rename, !this.#isReadOnly);
    setEnabled(this.remove, !this.#isReadOnly && this.#files.length > 1);
  }

  // ---------------------------------------------------------------- names

  /** @param {OpenFile | null} renamed null: a new file is to have the name */
  #askName(renamed) {
    const problem = html("p", { class: "fb-pg__problem", id: "fb-pg-name-problem", role: "alert" });
    const input = html("input", {
      class: "fb-pg__field",
      id: "fb-pg-name",
      value: renamed?.name ?? "",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      "aria-describedby": "fb-pg-name-problem",
    });
    const take = () => {
      const name = typedName(input.value);
      const others = this.files.filter((file) => file.name !== renamed?.name);
      const said = nameProblem(name, others);
      problem.textContent = said;
      input.setAttribute("aria-invalid", String(said !== ""));
      if (said) input.focus();
      else this.#take(name, renamed);
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") take();
      else if (event.key === "Escape") this.#close(true);
      else return;
      event.preventDefault();
    });
    this.asked.replaceChildren(
      html(
        "div",
        { class: "fb-bar" },
        html("label", { for: "fb-pg-name" }, renamed ? "New name" : "Name of the file"),
        input,
        button(renamed ? "Rename it" : "Add it", take, { class: "fb-button fb-button--main" }),
        button("Cancel", () => this.#close(true)),
      ),
      html(
        "p",
        { class: "fb-pg__hint" },
        "Each file is one Convex module. schema, crons and http may have files of their own; lib/words is imported with from lib.words import …",
      ),
      problem,
    );
    this.asked.hidden = false;
    input.focus();
    input.select();
  }

  /** @param {string} name @param {OpenFile | null} renamed */
  #take(name, renamed) {
    if (renamed) renamed.name = name;
    const file = renamed ?? this.#made(name, "");
    if (!renamed) this.#files.push(file);
    this.#close();
    this.#open(file);
    this.onChange();
    this.focus();
    this.announce(
      renamed
        ? `Renamed. From the next push its functions are ${referenceTo(name)}.…`
        : `${name}.py is open. Its functions will be ${referenceTo(name)}.…`,
    );
  }

  #delete() {
    const file = this.#current;
    if (!file) return;
    const at = this.#files.indexOf(file);
    this.#files.splice(at, 1);
    this.#open(this.#files[Math.max(at - 1, 0)]);
    this.onChange();
    const undo = button("Undo", () => {
      this.#files.splice(at, 0, file);
      this.#close();
      this.#open(file);
      this.onChange();
      this.focus();
    });
    this.asked.replaceChildren(
      html(
        "div",
        { class: "fb-bar" },
        html("span", {}, `${file.name}.py is deleted; its functions go with the next push.`),
        undo,
        button("Close", () => this.#close(true)),
      ),
    );
    this.asked.hidden = false;
    undo.focus();
  }

  /** @param {boolean} [isLeft] the focus was in here */
  #close(isLeft = false) {
    this.asked.hidden = true;
    this.asked.replaceChildren();
    if (isLeft) this.add.focus();
  }
}
