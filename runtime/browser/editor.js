/**
 * The learner's editor: a labelled textarea that works by itself, with CodeMirror over it once
 * that has arrived.
 */

import { html } from "./markup.js";

/** @import { CodeMirror } from "./editor-codemirror.js" */

/**
 * A note at a line of the learner's text.
 * @typedef {{ line: number, kind: "error" | "here" | `lane-${string}`, text: string }} LineNote
 */

/**
 * @typedef {object} EditorOptions
 * @property {string} text
 * @property {() => void} onChange
 * @property {() => void} onSubmit Ctrl+Enter or Cmd+Enter
 * @property {string} submits what that does, as a verb: "checks"
 */

let editorsMade = 0;

export class Editor {
  /** @type {CodeMirror | undefined} */
  #codeMirror;
  /** @type {Promise<void> | undefined} */
  #upgrading;
  /** @type {LineNote[]} */
  #notes = [];
  #isReadOnly = false;

  /** @param {EditorOptions} options */
  constructor(options) {
    this.options = options;
    const id = `fb-editor-${++editorsMade}`;
    this.area = html("textarea", {
      id,
      class: "fb-editor__area",
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      wrap: "off",
      "aria-describedby": `${id}-keys`,
    });
    this.area.value = options.text;
    this.area.rows = rowsFor(options.text);
    this.area.addEventListener("input", () => options.onChange());
    this.area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      options.onSubmit();
    });
    this.surface = html("div", { class: "fb-editor__surface" }, this.area);
    this.keys = html(
      "p",
      { id: `${id}-keys`, class: "fb-editor__keys" },
      `Ctrl+Enter ${options.submits}.`,
    );
    this.label = html("label", { for: id, class: "fb-editor__label" }, "Your code");
    this.element = html("div", { class: "fb-editor" }, this.label, this.surface, this.keys);
  }

  get text() {
    return this.#codeMirror?.text ?? this.area.value;
  }

  set text(text) {
    this.area.value = text;
    this.area.rows = rowsFor(text);
    if (this.#codeMirror) this.#codeMirror.text = text;
  }

  get isReadOnly() {
    return this.#isReadOnly;
  }

  set isReadOnly(isReadOnly) {
    this.#isReadOnly = isReadOnly;
    this.area.readOnly = isReadOnly;
    this.keys.hidden = isReadOnly;
    if (this.#codeMirror) this.#codeMirror.isReadOnly = isReadOnly;
  }

  focus() {
    if (this.#codeMirror) this.#codeMirror.focus();
    else this.area.focus();
  }

  /** Fetch CodeMirror and put it over the textarea; without it the textarea stays. */
  upgrade() {
    this.#upgrading ??= this.#mount().catch(() => {
      this.#upgrading = undefined;
    });
    return this.#upgrading;
  }

  async #mount() {
    const { CodeMirror } = await import("./editor-codemirror.js");
    const { selectionStart, selectionEnd } = this.area;
    const hadFocus = document.activeElement === this.area;
    this.#codeMirror = new CodeMirror({
      parent: this.surface,
      text: this.area.value,
      label: "Your code",
      describedBy: this.keys.id,
      onChange: () => this.options.onChange(),
      onSubmit: () => this.options.onSubmit(),
    });
    this.area.hidden = true;
    this.label.removeAttribute("for");
    this.label.addEventListener("click", () => this.#codeMirror?.focus());
    this.keys.prepend("Tab indents. To leave the editor press Escape, then Tab. ");
    this.#codeMirror.select(selectionStart, selectionEnd);
    this.#codeMirror.showNotes(this.#notes);
    this.#codeMirror.isReadOnly = this.#isReadOnly;
    if (hadFocus) this.#codeMirror.focus();
  }

  /** @param {LineNote[]} notes instead of those shown before */
  showNotes(notes) {
    this.#notes = notes;
    this.#codeMirror?.showNotes(notes);
  }

  /** Put the caret at the start of a line, and show it. @param {number} line from 1 */
  goToLine(line) {
    if (this.#codeMirror) {
      this.#codeMirror.goToLine(line);
      return;
    }
    const before = this.area.value.split("\n").slice(0, line - 1);
    const at = before.reduce((sum, one) => sum + one.length + 1, 0);
    this.area.focus();
    this.area.setSelectionRange(at, at);
  }
}

/** @param {string} text */
function rowsFor(text) {
  return Math.min(Math.max(text.split("\n").length + 1, 8), 32);
}
