/**
 * The page's side of working without a network: registers the service worker, late, so that it
 * does not compete with the first lab; tells of a new version, and changes to it when asked.
 */

import { button, html } from "./markup.js";

/** @import { PythonClient } from "./client.js" */

/**
 * What the step after the build puts in front of the service worker.
 * @typedef {{ version: string, files: Record<string, string> }} SiteFiles path to its integrity
 */

/** A page that is only read asks for the other pages after this long. */
const READING_MS = 15_000;
const UPDATE_EVERY_MS = 60 * 60 * 1000;

/** @param {PythonClient} client */
export function keepForOffline(client) {
  // Written into every page by the step after the build: a development server has no worker.
  const isOffered = document.querySelector('meta[name="fieldbook:offline"]') !== null;
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
  // Somebody wants to be rid of what is kept; the service worker is leaving.
  const isFresh = new URLSearchParams(location.search).has("fresh");
  if (!isOffered || isFresh || connection?.saveData || !("serviceWorker" in navigator)) return;
  const registering = new AbortController();
  const register = () => {
    if (registering.signal.aborted) return;
    registering.abort();
    whenIdle(() => start(new URL("../../", client.assets)).catch(() => {}));
  };
  setTimeout(register, navigator.serviceWorker.controller ? 0 : READING_MS);
  const stop = client.subscribe((state) => {
    if (state.phase !== "ready") return;
    register();
    whenIdle(() => client.keepForOffline().catch(() => {}));
    queueMicrotask(() => stop()); // once is enough
  });
}

/** @param {URL} root of the site */
async function start(root) {
  const { serviceWorker } = navigator;
  const isControlled = serviceWorker.controller !== null;
  const script = new URL("service-worker.js", root);
  if (isControlled && (await isGone(script))) {
    await leave(root);
    return;
  }
  const registration = await serviceWorker.register(script, {
    scope: root.pathname,
    updateViaCache: "none",
  });
  // All pages of the site change together: one that stayed would mix two versions.
  serviceWorker.addEventListener("controllerchange", () => {
    if (isControlled) location.reload();
  });
  const tell = () => {
    if (registration.waiting && registration.active) offerUpdate(registration);
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", tell);
  });
  tell();
  setInterval(() => registration.update().catch(() => {}), UPDATE_EVERY_MS);
}

/**
 * Whether the site has no service worker any more, or another site is served here now. Without this
 * an old worker would show its own pages for ever: a script that is missing does not end it.
 *
 * @param {URL} script
 */
async function isGone(script) {
  // The worker answers GET alone, so this one reaches the network.
  const response = await fetch(script, { method: "HEAD", cache: "no-store" }).catch(
    () => undefined,
  );
  return response?.status === 404 || response?.status === 410;
}

/** @param {URL} root of the site */
async function leave(root) {
  const registration = await navigator.serviceWorker.getRegistration(root);
  await registration?.unregister();
  for (const name of await caches.keys()) {
    if (name.startsWith(`fieldbook:${root.pathname}:`)) await caches.delete(name);
  }
  location.reload();
}

/** @param {ServiceWorkerRegistration} registration */
function offerUpdate(registration) {
  if (document.querySelector(".fb-update")) return;
  const bar = html("div", { class: "fb-update", role: "status" });
  document.body.append(bar);
  // Put in afterwards, because only a change of it is read aloud.
  bar.append(
    html("span", {}, "New version: "),
    button("reload", () => {
      // A page that no worker controls yet will not hear of the change.
      if (!navigator.serviceWorker.controller) {
        registration.waiting?.addEventListener("statechange", () => location.reload());
      }
      registration.waiting?.postMessage("activate");
    }),
  );
}

/** @param {() => void} act */
function whenIdle(act) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act, { timeout: 5_000 });
  else setTimeout(act, 1_000);
}
