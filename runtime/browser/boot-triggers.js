/** When to start Python for an element: as soon as the learner is likely to need it, not before. */

/** Who comes to a page of these comes to run something. A cell in a page of prose is not one. */
const MADE_TO_RUN = "minivex-exercise, minivex-lab, minivex-visual, minivex-playground";

/**
 * Call `start` at once on a page that is made to run Python: its download is longer than everything
 * else on the page, and what is on the page was asked for before. Not where data is to be saved.
 *
 * @param {() => void} start
 */
export function onPageMadeToRun(start) {
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
  if (!connection?.saveData && document.querySelector(MADE_TO_RUN)) start();
}

/**
 * Call `start` once: when the element is on screen, or nearly, and the page is idle, or at the first
 * sign of use, whichever comes first.
 *
 * @param {HTMLElement} element
 * @param {() => void} start
 * @returns {() => void} stop waiting
 */
export function onLikelyUse(element, start) {
  const waiting = new AbortController();
  const once = () => {
    if (waiting.signal.aborted) return;
    waiting.abort();
    start();
  };
  const visible = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) whenIdle(once);
    },
    { rootMargin: "50% 0px" }, // half a screen away counts: it is about to be read
  );
  visible.observe(element);
  waiting.signal.addEventListener("abort", () => visible.disconnect());
  for (const sign of ["pointerover", "focusin", "pointerdown"]) {
    element.addEventListener(sign, once, { signal: waiting.signal });
  }
  return () => waiting.abort();
}

/** Kept once an element is laid out, wherever on the page; what stands in a closed fold is not. @param {HTMLElement} element @returns {Promise<void>} */
export function whenSeen(element) {
  return new Promise((resolve) => {
    const seen = (/** @type {IntersectionObserverEntry[]} */ entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      visible.disconnect();
      resolve();
    };
    const visible = new IntersectionObserver(seen, { rootMargin: "1000000px" });
    visible.observe(element);
  });
}

/** @param {() => void} act */
function whenIdle(act) {
  // Safari has no idle callback; half a second after it is visible is near enough.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act, { timeout: 1_500 });
  else setTimeout(act, 500);
}
