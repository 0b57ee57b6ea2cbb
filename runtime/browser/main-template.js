/** Run calls `main(lab)`. What to say to a file that has none, and one to start from. */

import { button, html } from "./markup.js";

/** @param {string} source whether it defines a function that Run will call */
export function definesMain(source) {
  return /^(?:async[ \t]+)?def[ \t]+main\b|^main[ \t]*=/m.test(source);
}

/**
 * `source` with a `main` at its end that runs as it is, written in the file's own names.
 *
 * @param {string} source
 * @returns {{ text: string, line: number }} the whole text, and the last line of `main`
 */
export function withMain(source) {
  const table = source.match(/["']([A-Za-z]\w*)["']\s*:\s*define_table\b/)?.[1] ?? "messages";
  const name =
    source.match(
      /^@(?:internal_)?(?:mutation|action)\b[\s\S]*?\n(?:async[ \t]+)?def[ \t]+(\w+)/m,
    )?.[1] ?? "send";
  const before = `${source.trimEnd()}\n\n\n`;
  const main = [
    "def main(lab):",
    `    # lab.seed("${table}", field=[value, …]) stores rows and returns their ids.`,
    `    # lab.run("${name}", argument=value) calls one function to its end.`,
    `    return lab.documents("${table}")`,
    "",
  ].join("\n");
  const text = before + main;
  return { text, line: text.split("\n").length - 1 };
}

/**
 * Shown after a run that had no `main` to call.
 *
 * @param {{ hasOutput: boolean, addMain: () => void }} options
 */
export function mainOffer({ hasOutput, addMain }) {
  return html(
    "div",
    { class: "fb-lab__empty" },
    html(
      "p",
      {},
      hasOutput ? "The file ran to its end. " : "The file ran to its end and printed nothing. ",
      "It has no ",
      html("code", {}, "main(lab)"),
      ": Run calls that function, if there is one, on an empty database, and shows what it " +
        "prints and returns.",
    ),
    button("Add a main to the file", addMain),
  );
}
