/**
 * The learner's editor: a labelled textarea that works by itself, with CodeMirror over it once
 * that has arrived.
 */

import { sizeButtons } from "./editor-size.js";
import { html } from "./markup.js";

/** @import { CodeMirror, Remembered } from "./editor-codemirror.js" */

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
 * @property {string} [place] whose text it is: undo goes on when a page is left and comes again
 */

let editorsMade = 0;
/** @type {Map<string, Remembered>} by place; until the visit ends */
const left = new Map();

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
    this.leaving = html("p", { class: "fb-editor__leaving", "aria-live": "polite" });
    this.label = html("label", { for: id, class: "fb-editor__label" }, "Your code");
    this.element = html(
      "div",
      { class: "fb-editor" },
      html(
        "div",
        { class: "fb-editor__head" },
        this.label,
        sizeButtons(() => this.#codeMirror?.measure()),
      ),
      this.surface,
      this.keys,
      this.leaving,
    );
  }

  get text() {
    return this.#codeMirror?.text ?? this.area.value;
  }

  set text(text) {
    this.area.value = text;
    this.area.rows = rowsFor(text);
    if (this.#codeMirror) this.#codeMirror.text = text;
  }

  /** Put a text in that editing begins with: there is no way back before it. @param {string} text */
  begin(text) {
    if (this.#codeMirror) this.#codeMirror.begin(text);
    this.text = text;
  }

  /** Keep what undo needs: the page is being left. */
  remember() {
    const { place } = this.options;
    if (place && this.#codeMirror) left.set(place, this.#codeMirror.remembered);
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
      remembered: left.get(this.options.place ?? ""),
      label: "Your code",
      describedBy: this.keys.id,
      onChange: () => this.options.onChange(),
      onSubmit: () => this.options.onSubmit(),
      onLeave: (ms) => this.#offerToLeave(ms),
    });
    this.area.hidden = true;
    this.label.removeAttribute("for");
    this.label.addEventListener("click", () => this.#codeMirror?.focus());
    this.keys.append(
      " Tab indents; Escape, then Tab leaves the editor. ",
      "Ctrl+Space completes a name, Ctrl+I explains it, Ctrl+F finds.",
    );
    this.#codeMirror.select(selectionStart, selectionEnd);
    this.#codeMirror.showNotes(this.#notes);
    this.#codeMirror.isReadOnly = this.#isReadOnly;
    if (hadFocus) this.#codeMirror.focus();
  }

  /** @param {number} ms for which Tab leaves */
  #offerToLeave(ms) {
    this.leaving.textContent = "Tab leaves the editor now.";
    setTimeout(() => {
      this.leaving.textContent = "";
    }, ms);
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
