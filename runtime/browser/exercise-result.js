/** The small parts of an exercise's result: before the first run, a value, the solutions. */

import { html } from "./markup.js";

/** @import { Content } from "./protocol.js" */

export function emptyResult() {
  return html(
    "p",
    { class: "fb-lab__empty" },
    "Check grades your code. Run runs the file and shows what it prints.",
  );
}

/** @param {string} value */
export function valueView(value) {
  return html("p", { class: "fb-value" }, "Value: ", html("code", {}, value));
}

/** After success: one way to write it, in Python and in TypeScript. @param {Content} exercise */
export function solutions(exercise) {
  /** @type {[string, string][]} */
  const files = [
    ["solution.py", "One solution in Python"],
    ["solution.ts", "The same on Convex, in TypeScript"],
  ];
  return files
    .filter(([file]) => exercise.files[file])
    .map(([file, title]) =>
      html(
        "details",
        { class: "fb-solution-view" },
        html("summary", {}, title),
        html("pre", { tabindex: 0 }, html("code", {}, exercise.files[file])),
      ),
    );
}
