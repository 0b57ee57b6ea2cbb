/** What a name's docstring says, as the editor shows it and as a screen reader says it. */

import { html } from "./markup.js";

/** @import { Named } from "./editor-names.js" */

/** `query.take(n)`: the name as it is called. @param {Named} named */
export function headOf({ name, signature = "" }) {
  return `${name}${signature}`;
}

/** @param {Named} named @returns {HTMLElement} */
export function docsView(named) {
  const { text, notes = {} } = named;
  return html(
    "div",
    { class: "fb-docs" },
    html("p", { class: "fb-docs__head" }, html("code", {}, headOf(named))),
    ...text.split("\n").map((paragraph) => html("p", {}, ...marked(paragraph))),
    ...Object.entries(notes).map(([title, note]) =>
      html("p", { class: "fb-docs__note" }, html("strong", {}, `${title}: `), ...marked(note)),
    ),
  );
}

/** The same as one text. @param {Named} named */
export function docsText(named) {
  const { text, notes = {} } = named;
  const parts = Object.entries(notes).map(([title, note]) => `${title}: ${note}`);
  return [`${headOf(named)}.`, text, ...parts].join(" ").replaceAll("``", "").replaceAll("\n", " ");
}

/** Words between double backticks are code. @param {string} text */
function marked(text) {
  return text.split("``").map((part, at) => (at % 2 === 1 ? html("code", {}, part) : part));
}
