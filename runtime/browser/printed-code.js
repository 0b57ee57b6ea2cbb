/**
 * On paper an editor's text is text: a box for typing cannot run over the end of a page. Shown and
 * hidden by docs/assets/css/print.css.
 */
export function printCodeAsText() {
  addEventListener("beforeprint", () => {
    for (const area of document.querySelectorAll("textarea.fb-editor__area")) {
      if (!area.checkVisibility()) continue; // the large editor stands in its place and breaks lines
      const code = document.createElement("pre");
      code.className = "fb-printed-code";
      code.textContent = /** @type {HTMLTextAreaElement} */ (area).value;
      area.after(code);
    }
  });
  addEventListener("afterprint", () => {
    for (const code of document.querySelectorAll(".fb-printed-code")) code.remove();
  });
}
