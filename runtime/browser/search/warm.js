/**
 * Has the search worker load its index before somebody types: when the box is reached for, and where
 * the site is kept for offline use, so that it costs no bytes, as soon as the page is idle. The worker
 * belongs to the theme, so the two talk through a channel.
 *
 *     page                                   worker
 *     the box is reached for, or idle  LOAD ──▶  fetches and builds, once
 *     asks again, if it had asked     ◀── HERE  just started
 */

export const CHANNEL = "fieldbook-search";
export const LOAD = "load";
export const HERE = "here";

/** A page is read for a while before anything is looked up; until then other things load. */
const SETTLED_MS = 1000;

export function warmSearch() {
  const channel = new BroadcastChannel(CHANNEL);
  let isWanted = false;
  const load = () => {
    isWanted = true;
    channel.postMessage(LOAD);
  };
  channel.addEventListener("message", ({ data }) => {
    if (data === HERE && isWanted) load();
  });
  for (const sign of ["focusin", "pointerover"]) {
    document.addEventListener(sign, ({ target }) => {
      if (!isWanted && target instanceof Element && target.closest(".md-search, [for=__search]")) {
        load();
      }
    });
  }
  if (!navigator.serviceWorker?.controller) return;
  setTimeout(() => {
    // Safari has no idle callbacks.
    if ("requestIdleCallback" in window) requestIdleCallback(load, { timeout: SETTLED_MS });
    else load();
  }, SETTLED_MS);
}
