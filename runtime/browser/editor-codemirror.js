/** CodeMirror 6 with Python, as the editor uses it. A chunk of its own, loaded when needed. */

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentLess,
  indentMore,
  temporarilySetTabFocusMode,
} from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

/** @import { LineNote } from "./editor.js" */

/** @type {import("@codemirror/state").StateEffectType<LineNote[]>} */
const setLines = StateEffect.define();

const markedLines = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    const mapped = lines.map(transaction.changes);
    const effect = transaction.effects.find((one) => one.is(setLines));
    if (!effect) return mapped;
    const { doc } = transaction.state;
    return Decoration.set(
      /** @type {LineNote[]} */ (effect.value)
        .filter((note) => note.line >= 1 && note.line <= doc.lines)
        .map((note) =>
          Decoration.line({
            class: `fb-line fb-line--${note.kind}`,
            attributes: { "data-note": note.text },
          }).range(doc.line(note.line).from),
        ),
      true,
    );
  },
  provide: (field) => EditorView.decorations.from(field),
});

export class CodeMirror {
  #writing = new Compartment();

  /**
   * @param {{ parent: HTMLElement, text: string, label: string, describedBy: string,
   *   onChange: () => void, onSubmit: () => void }} options
   */
  constructor({ parent, text, label, describedBy, onChange, onSubmit }) {
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          highlightSpecialChars(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          highlightSelectionMatches(),
          bracketMatching(),
          closeBrackets(),
          indentOnInput(),
          indentUnit.of("    "),
          python(),
          syntaxHighlighting(classHighlighter),
          markedLines,
          this.#writing.of(EditorState.readOnly.of(false)),
          keymap.of([
            { key: "Mod-Enter", run: () => handled(onSubmit), preventDefault: true },
            // Escape gives the next Tab back to the page, so that no one is caught in here.
            { key: "Escape", run: temporarilySetTabFocusMode },
            { key: "Tab", run: indentMore, shift: indentLess },
            ...closeBracketsKeymap,
            ...searchKeymap,
            ...historyKeymap,
            ...defaultKeymap,
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
        ],
      }),
    });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  set text(text) {
    const { doc } = this.view.state;
    if (text !== doc.toString()) {
      this.view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
    }
  }

  set isReadOnly(/** @type {boolean} */ isReadOnly) {
    const writing = EditorState.readOnly.of(isReadOnly);
    this.view.dispatch({ effects: this.#writing.reconfigure(writing) });
  }

  focus() {
    this.view.focus();
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
    const { doc } = this.view.state;
    this.view.dispatch({ effects: setLines.of(notes) });
    const diagnostics = notes
      .filter((note) => note.kind === "error" && note.line >= 1 && note.line <= doc.lines)
      .map((note) => {
        const { from, to } = doc.line(note.line);
        return { from, to, severity: /** @type {const} */ ("error"), message: note.text };
      });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }
}

/** Say to CodeMirror that a key has been dealt with. @param {() => void} act */
function handled(act) {
  act();
  return true;
}
