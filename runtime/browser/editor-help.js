/**
 * Completion, documentation and closing brackets in the editor. A chunk of its own, loaded with the first
 * keystroke in an editor; the names that it knows come with it, as one file.
 *
 *     Ctrl+Space   names that can come here          Ctrl+I   what is known of the name at the caret
 */

import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  startCompletion,
} from "@codemirror/autocomplete";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { docsText, docsView } from "./editor-docs.js";
import { choicesAt, likeness, nameAt } from "./editor-names.js";
import { notesAt } from "./editor-notes.js";
import { html } from "./markup.js";

/** @import { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete" */
/** @import { Tooltip } from "@codemirror/view" */
/** @import { Named, Names } from "./editor-names.js" */

/** Names that are also asked for after so many letters, without a key. */
const LETTERS_MIN = 2;
const OPENING = /[.'"]$/;
const WORTH_IT = new RegExp(`[.'"]\\w*$|\\w{${LETTERS_MIN}}$`);

/** @type {Promise<Names> | undefined} */
let loading;

/** @returns {Promise<Names>} */
function loadNames() {
  loading ??= fetch(new URL("content/editor/names.json", import.meta.url), { cache: "no-cache" })
    .then((response) => {
      if (!response.ok) throw new Error(`names.json: the server answered ${response.status}`);
      return response.json();
    })
    .catch((error) => {
      loading = undefined; // asked for again with the next key
      throw error;
    });
  return loading;
}

/** @param {CompletionContext} context @returns {Promise<CompletionResult | null>} */
async function offer({ state, pos, explicit }) {
  const text = state.doc.toString();
  const typed = /\w*$/.exec(text.slice(0, pos))?.[0] ?? "";
  const isAsked = explicit || typed.length >= LETTERS_MIN;
  if (!isAsked && !OPENING.test(text.slice(0, pos - typed.length))) return null;
  const found = choicesAt(await loadNames(), text, pos);
  if (!found) return null;
  const options = found.choices
    .map((named) => ({ named, likeness: likeness(named.name, typed) }))
    .filter((one) => one.likeness > 0)
    .sort((one, other) => other.likeness - one.likeness)
    .map(({ named }) => optionOf(named));
  return options.length > 0 ? { from: found.from, options, filter: false } : null;
}

/** @param {Named} named @returns {Completion} */
function optionOf(named) {
  const { name, kind, signature, text } = named;
  return {
    label: name,
    type: kind,
    detail: signature && (signature.length > 28 ? "(…)" : signature),
    info: text && kind !== "text" ? () => docsView(named) : undefined,
  };
}

/** @type {import("@codemirror/state").StateEffectType<Tooltip | null>} */
const setDocs = StateEffect.define();

const docsAtCaret = StateField.define({
  create: () => /** @type {Tooltip | null} */ (null),
  update(shown, transaction) {
    for (const effect of transaction.effects) if (effect.is(setDocs)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : shown;
  },
  provide: (field) => showTooltip.from(field),
});

/** @param {EditorState} state @param {number} at @returns {Promise<{ tooltip: Tooltip, text: string } | null>} */
async function docsAt(state, at) {
  const notes = notesAt(state, at);
  const named = nameAt(await loadNames(), state.doc.toString(), at);
  if (!named && notes.length === 0) return null;
  const line = state.doc.lineAt(at);
  return {
    tooltip: {
      pos: named?.from ?? line.from,
      end: named?.to ?? line.to,
      above: true,
      create: () => ({
        dom: html(
          "div",
          { class: "fb-docs-tip" },
          ...notes.map((note) => html("p", { class: "fb-docs__error" }, note)),
          named && docsView(named),
        ),
      }),
    },
    text: [...notes, ...(named ? [docsText(named)] : [])].join(" "),
  };
}

/** @param {EditorView} view */
export function explain(view) {
  const { head } = view.state.selection.main;
  closeCompletion(view);
  docsAt(view.state, head)
    .catch(() => null)
    .then((found) => {
      const text = found?.text ?? "Nothing is known of what stands here.";
      const effects = [setDocs.of(found?.tooltip ?? null), EditorView.announce.of(text)];
      view.dispatch({ effects });
    });
  return true;
}

/**
 * Escape closes what is open, or about to be, and still is the editor's own: the next Tab leaves it.
 *
 * @param {EditorView} view
 */
function close(view) {
  closeCompletion(view);
  if (view.state.field(docsAtCaret)) view.dispatch({ effects: setDocs.of(null) });
  return false;
}

export const complete = startCompletion;

/** Offer what would have been offered, had this been here while it was typed. @param {EditorView} view */
export function catchUp(view) {
  const { head } = view.state.selection.main;
  if (WORTH_IT.test(view.state.sliceDoc(0, head))) startCompletion(view);
}

/** @returns {import("@codemirror/state").Extension} */
export function help() {
  loadNames().catch(() => {}); // they are at hand with the first name
  return [
    // Before the completion's own, which keeps an Escape to itself as long as names are on their way.
    Prec.highest(keymap.of([{ key: "Escape", run: close }])),
    closeBrackets(),
    autocompletion({ override: [offer], icons: false, activateOnTypingDelay: 50 }),
    docsAtCaret,
    hoverTooltip(
      async (view, at) => (await docsAt(view.state, at).catch(() => null))?.tooltip ?? null,
    ),
    Prec.high(
      keymap.of([
        { key: "Ctrl-Space", run: complete },
        { key: "Mod-i", run: explain, preventDefault: true },
        ...closeBracketsKeymap,
      ]),
    ),
  ];
}
