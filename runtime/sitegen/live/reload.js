// In every page that `make serve` sends: loads it again when it has changed, says what is to mend.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  let version = script.dataset.version ?? "";
  let problems = "[]";
  let page = location.pathname;
  let asking = new AbortController();

  const bar = document.createElement("div");
  bar.id = "fieldbook-to-mend";
  bar.setAttribute("role", "status");
  bar.style.cssText =
    "position:fixed;inset:auto 0 0 0;z-index:1000;max-height:40vh;overflow:auto;box-sizing:border-box;" +
    "padding:.6rem 1rem;background:#4a1016;color:#fff;font:14px/1.5 monospace;white-space:pre-wrap;" +
    "overflow-wrap:anywhere";
  bar.hidden = true;
  document.body.append(bar);

  /** @param {string[]} found */
  function show(found) {
    bar.hidden = found.length === 0;
    bar.textContent = found.length === 0 ? "" : ["To mend:", ...found].join("\n");
  }

  const isSeen = () =>
    document.visibilityState === "visible"
      ? Promise.resolve()
      : new Promise((go) => document.addEventListener("visibilitychange", go, { once: true }));

  async function follow() {
    for (;;) {
      await isSeen();
      asking = new AbortController();
      try {
        const known = new URLSearchParams({ page, version, problems });
        const response = await fetch(`/-/wait?${known}`, { signal: asking.signal });
        const said = await response.json();
        if (version !== "" && said.version !== version) {
          location.reload();
          return;
        }
        version = said.version;
        problems = JSON.stringify(said.problems);
        show(said.problems);
      } catch {
        // The server starts anew, or another page is shown in this one's place.
        await new Promise((go) => setTimeout(go, 300));
      }
    }
  }

  // Instant navigation keeps this script: then it follows the page that is shown now.
  const shown = /** @type {any} */ (window).document$;
  shown?.subscribe(() => {
    if (location.pathname === page) return;
    page = location.pathname;
    version = "";
    asking.abort();
  });

  addEventListener("pagehide", () => asking.abort());
  void follow();
})();
