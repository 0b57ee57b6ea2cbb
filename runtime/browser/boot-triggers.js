/** When to start Python for an element: as soon as the learner is likely to need it, not before. */

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

/** @param {() => void} act */
function whenIdle(act) {
  // Safari has no idle callback; half a second after it is visible is near enough.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act, { timeout: 1_500 });
  else setTimeout(act, 500);
}
