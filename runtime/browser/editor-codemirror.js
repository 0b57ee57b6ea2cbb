/**
 * CodeMirror 6 with Python, as the editor uses it: what there has to be for the first keystroke. A chunk
 * of its own, loaded when needed; completion and documentation come with that keystroke or with the pointer,
 * find with Ctrl+F.
 */

import {
  copyLineDown,
  copyLineUp,
  history,
  historyField,
  historyKeymap,
  indentLess,
  indentMore,
  moveLineDown,
  moveLineUp,
  standardKeymap,
  temporarilySetTabFocusMode,
  toggleComment,
} from "@codemirror/commands";
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  StreamLanguage,
  syntaxHighlighting,
} from "@codemirror/language";
import { python } from "@codemirror/legacy-modes/mode/python";
import { Compartment, EditorState, Transaction } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { lineNotes, showNotes } from "./editor-notes.js";

/** @import { LineNote } from "./editor.js" */

/** What is left of an editor when its page is left: the text with its history, as JSON. */
/** @typedef {{ doc: string, selection: unknown, history: unknown }} Remembered */

const HISTORY = { history: historyField };

export class CodeMirror {
  #writing = new Compartment();
  #help = new Compartment();
  #find = new Compartment();
  /** @type {Promise<typeof import("./editor-help.js") | null> | undefined} */
  #helping;
  #extensions;

  /**
   * @param {{ parent: HTMLElement, text: string, remembered?: Remembered, label: string,
   *   describedBy: string, onChange: () => void, onSubmit: () => void,
   *   onLeave: (ms: number) => void }} options
   */
  constructor({ parent, text, remembered, label, describedBy, onChange, onSubmit, onLeave }) {
    this.#extensions = [
      lineNumbers(),
      lineNotes,
      history(),
      drawSelection(),
      highlightSpecialChars(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      bracketMatching(),
      indentOnInput(),
      indentUnit.of("    "),
      StreamLanguage.define(python),
      syntaxHighlighting(classHighlighter),
      this.#writing.of(EditorState.readOnly.of(false)),
      this.#help.of([]),
      this.#find.of([]),
      keymap.of([
        { key: "Mod-Enter", run: () => handled(onSubmit), preventDefault: true },
        { key: "Mod-f", run: () => handled(() => this.#openFind()), preventDefault: true },
        // These two until there is help, which has them too.
        { key: "Ctrl-Space", run: () => handled(() => this.#useHelp("complete")) },
        { key: "Mod-i", run: () => handled(() => this.#useHelp("explain")), preventDefault: true },
        // Escape gives the next Tab back to the page, so that no one is caught in here.
        {
          key: "Escape",
          run: (view) => {
            onLeave(TAB_LEAVES_MS);
            return temporarilySetTabFocusMode(view);
          },
        },
        { key: "Tab", run: indentMore, shift: indentLess },
        { key: "Mod-/", run: toggleComment },
        { key: "Alt-ArrowUp", run: moveLineUp, shift: copyLineUp },
        { key: "Alt-ArrowDown", run: moveLineDown, shift: copyLineDown },
        ...historyKeymap,
        ...standardKeymap,
      ]),
      EditorView.contentAttributes.of({
        "aria-label": label,
        "aria-describedby": describedBy,
        spellcheck: "false",
        tabindex: "0",
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange();
      }),
    ];
    this.view = new EditorView({ parent, state: this.#state(text, remembered) });
    for (const sign of ["keydown", "pointermove"]) {
      this.view.contentDOM.addEventListener(sign, () => this.#loadHelp(), { once: true });
    }
  }

  get text() {
    return this.view.state.doc.toString();
  }

  set text(text) {
    if (text !== this.text) this.view.dispatch({ changes: this.#wholeText(text) });
  }

  /** Put a text in that undo does not take away. @param {string} text */
  begin(text) {
    const annotations = Transaction.addToHistory.of(false);
    if (text !== this.text) this.view.dispatch({ changes: this.#wholeText(text), annotations });
  }

  /** @param {string} insert */
  #wholeText(insert) {
    return { from: 0, to: this.view.state.doc.length, insert };
  }

  /** @returns {Remembered} */
  get remembered() {
    return this.view.state.toJSON(HISTORY);
  }

  set isReadOnly(/** @type {boolean} */ isReadOnly) {
    const writing = EditorState.readOnly.of(isReadOnly);
    this.view.dispatch({ effects: this.#writing.reconfigure(writing) });
  }

  focus() {
    this.view.focus();
  }

  /** The lines have another size now. */
  measure() {
    this.view.requestMeasure();
  }

  /** @param {number} from @param {number} to */
  select(from, to) {
    this.view.dispatch({ selection: { anchor: from, head: to } });
  }

  /** @param {number} line from 1 */
  goToLine(line) {
    const { doc } = this.view.state;
    const { from } = doc.line(Math.min(Math.max(line, 1), doc.lines));
    this.view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
    this.view.focus();
  }

  /** @param {LineNote[]} notes */
  showNotes(notes) {
    showNotes(this.view, notes);
  }

  /** @param {string} text @param {Remembered} [remembered] its history, if it is of this text */
  #state(text, remembered) {
    const config = { doc: text, extensions: this.#extensions };
    if (remembered?.doc !== text) return EditorState.create(config);
    return EditorState.fromJSON(remembered, config, HISTORY);
  }

  /** @returns {Promise<typeof import("./editor-help.js") | null>} null: the editor is one without */
  #loadHelp() {
    const { doc } = this.view.state;
    this.#helping ??= import("./editor-help.js").then(
      (module) => {
        this.view.dispatch({ effects: this.#help.reconfigure(module.help()) });
        if (this.view.state.doc !== doc) module.catchUp(this.view);
        return module;
      },
      () => {
        this.#helping = undefined; // asked for again with the next key
        return null;
      },
    );
    return this.#helping;
  }

  /** @param {"complete" | "explain"} what */
  async #useHelp(what) {
    (await this.#loadHelp())?.[what](this.view);
  }

  async #openFind() {
    try {
      const { find, openFind } = await import("./editor-find.js");
      if (this.#find.get(this.view.state) !== find) {
        this.view.dispatch({ effects: this.#find.reconfigure(find) });
      }
      openFind(this.view);
    } catch {} // the editor is one without find
  }
}

/** As long as CodeMirror's own. */
const TAB_LEAVES_MS = 2_000;

/** Say to CodeMirror that a key has been dealt with. @param {() => void} act */
function handled(act) {
  act();
  return true;
}
