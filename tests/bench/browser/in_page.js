/**
 * Runs in every measured page before its own scripts: what only the page can see, on its own clock,
 * so that no message to the driver is a part of a time.
 */

globalThis.bench = (() => {
  /** @type {{ start: number, duration: number }[]} */
  const longTasks = [];
  let paintMs = 0;
  const watch = (/** @type {string} */ type, /** @type {(entry: any) => void} */ each) => {
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({
      type,
      buffered: true,
    });
  };
  if (window === window.top) {
    watch("longtask", (entry) =>
      longTasks.push({ start: entry.startTime, duration: entry.duration }),
    );
    watch("largest-contentful-paint", (entry) => {
      paintMs = entry.startTime;
    });
  }

  /** When `look` first gives something true, on the clock of the navigation. @param {() => any} look */
  const until = (look) =>
    new Promise((resolve) => {
      const again = () => {
        if (look()) resolve(performance.now());
        else turn.port2.postMessage(null);
      };
      const turn = new MessageChannel();
      turn.port1.onmessage = () => setTimeout(again, 1);
      again();
    });

  /** @param {string} name @param {ParentNode} [within] */
  const button = (name, within = document) =>
    [...within.querySelectorAll("button")].find(
      (one) =>
        one.textContent?.trim() === name &&
        one.getAttribute("aria-disabled") !== "true" &&
        !one.disabled &&
        one.checkVisibility(),
    );

  /** @param {string} name @param {ParentNode} [within] */
  const press = async (name, within) => {
    await until(() => button(name, within));
    const at = performance.now();
    button(name, within)?.click();
    return at;
  };

  return { longTasks, paint: () => paintMs, until, button, press };
})();
