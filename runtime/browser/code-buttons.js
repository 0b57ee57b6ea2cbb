/**
 * The theme puts the copy button of every code block into a <nav> without a name: as many landmarks that
 * lead nowhere. Here each stops being one, whenever a page brings new ones. No other role is allowed there.
 */
export function calmCodeButtons() {
  const calm = () => {
    for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) {
      nav.setAttribute("role", "none");
    }
  };
  new MutationObserver(calm).observe(document.body, { childList: true, subtree: true });
  calm();
}
