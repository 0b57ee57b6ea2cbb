/** Two texts, one below the other line by line, with what differs marked by a sign and a colour. */

import { diffLines } from "./line-diff.js";
import { html } from "./markup.js";

const SIGNS = { same: "  ", before: "− ", after: "+ " };
const NAMES = { same: "", before: "only in your text: ", after: "only in the new starter: " };

/** @param {string} mine @param {string} theirs */
export function diffView(mine, theirs) {
  const lines = diffLines(mine, theirs).map(({ kind, text }) =>
    html(
      "span",
      { class: `fb-diff__line fb-diff__line--${kind}` },
      html("span", { class: "fb-diff__sign", "aria-hidden": "true" }, SIGNS[kind]),
      html("span", { class: "fb-unseen" }, NAMES[kind]),
      `${text}\n`,
    ),
  );
  return html(
    "div",
    { class: "fb-diff" },
    html("p", {}, "− your text, + the new starter"),
    html(
      "pre",
      { tabindex: 0, role: "region", "aria-label": "Your text compared with the new starter" },
      ...lines,
    ),
  );
}
