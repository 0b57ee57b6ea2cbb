/** What a right answer opens: the reasons on the page, and the way to the next exercise. */

import { html } from "./markup.js";

/**
 * @param {string} id of the exercise
 * @param {HTMLElement} result where the report is shown
 */
export function openAfterSuccess(id, result) {
  const after = document.querySelector(`details.fb-after[data-exercise="${CSS.escape(id)}"]`);
  if (!(after instanceof HTMLDetailsElement)) return; // the exercise stands on another page
  after.open = true;
  const next = document.querySelector(".fb-next-exercise a");
  result.append(
    html(
      "nav",
      { class: "fb-bar fb-onwards", "aria-label": "Onwards" },
      html("a", { class: "fb-go", href: "#passed" }, "Why it is right, and what it costs"),
      next instanceof HTMLAnchorElement
        ? html("a", { class: "fb-go", href: next.href }, `Next: ${next.textContent}`)
        : null,
    ),
  );
}
