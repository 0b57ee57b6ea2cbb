/** Find and replace in the editor. A chunk of its own, loaded with the first Ctrl+F. */

import {
  highlightSelectionMatches,
  openSearchPanel,
  search,
  searchKeymap,
} from "@codemirror/search";
import { Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";

/** @import { EditorView } from "@codemirror/view" */

/** Above the editor's own keys, of which Ctrl+F is what loads this. */
export const find = Prec.high([
  search({ top: true }),
  highlightSelectionMatches(),
  keymap.of(searchKeymap),
]);

/** @param {EditorView} view */
export function openFind(view) {
  openSearchPanel(view);
  view.dom.querySelector(".cm-search")?.scrollIntoView({ block: "nearest" });
}
