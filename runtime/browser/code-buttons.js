/**
 * The theme puts the copy button of every code block into a <nav> without a name: as many landmarks that
 * lead nowhere. Here each becomes a plain group, whenever a page brings new ones.
 */
export function calmCodeButtons() {
  const calm = () => {
    for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) {
      nav.setAttribute("role", "group");
    }
  };
  new MutationObserver(calm).observe(document.body, { childList: true, subtree: true });
  calm();
}
