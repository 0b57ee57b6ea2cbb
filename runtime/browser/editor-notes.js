/** Notes at lines of the learner's text: the line is coloured, and an error has a sign beside its number. */

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutter } from "@codemirror/view";
import { html } from "./markup.js";

/** @import { EditorState, Text } from "@codemirror/state" */
/** @import { LineNote } from "./editor.js" */

/** @type {import("@codemirror/state").StateEffectType<LineNote[]>} */
const setNotes = StateEffect.define();

class ErrorSign extends GutterMarker {
  /** @param {string} text */
  constructor(text) {
    super();
    this.text = text;
  }

  /** @override */
  toDOM() {
    return html("span", { class: "fb-gutter-error", title: this.text }, "!");
  }
}

/** @param {LineNote[]} notes @param {Text} doc */
function marksOf(notes, doc) {
  const shown = notes.filter(({ line }) => line >= 1 && line <= doc.lines);
  const lines = shown.map(({ line, kind, text }) =>
    Decoration.line({
      class: `fb-line fb-line--${kind}`,
      attributes: { "data-note": text },
    }).range(doc.line(line).from),
  );
  const signs = shown
    .filter(({ kind }) => kind === "error")
    .map(({ line, text }) => new ErrorSign(text).range(doc.line(line).from));
  return { lines: Decoration.set(lines, true), signs: RangeSet.of(signs, true) };
}

const marks = StateField.define({
  create: () => ({ lines: Decoration.none, signs: RangeSet.empty }),
  update({ lines, signs }, { changes, effects, state }) {
    const effect = effects.find((one) => one.is(setNotes));
    if (effect) return marksOf(effect.value, state.doc);
    return { lines: lines.map(changes), signs: signs.map(changes) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ lines }) => lines),
});

export const lineNotes = [
  marks,
  gutter({
    class: "fb-gutter-notes",
    markers: (view) => /** @type {RangeSet<GutterMarker>} */ (view.state.field(marks).signs),
  }),
];

/** @param {EditorView} view @param {LineNote[]} notes instead of those shown before */
export function showNotes(view, notes) {
  view.dispatch({ effects: setNotes.of(notes) });
}

/** What is said of the line of a place. @param {EditorState} state @param {number} at @returns {string[]} */
export function notesAt(state, at) {
  /** @type {string[]} */
  const found = [];
  const { from } = state.doc.lineAt(at);
  state.field(marks).lines.between(from, from, (_from, _to, { spec }) => {
    if (spec.attributes["data-note"]) found.push(spec.attributes["data-note"]);
  });
  return found;
}
