/**
 * The site without a network. The step after the build puts the list of files in front of this.
 *
 *     install   all files of this version into a cache of their own, or none
 *     fetch     from that cache; what is not in it from the network; offline, the 404 page
 *     activate  when no page of the version before is open, or the reader asks; then its cache goes
 *
 * Every page and asset of a visit comes from one version. The runtime is not in the list: its files
 * are named by content, and the page keeps those it has used (download.js).
 */

/** @import { SiteFiles } from "./offline.js" */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));
const { version, files } = /** @type {{ SITE_FILES: SiteFiles }} */ (
  /** @type {unknown} */ (globalThis)
).SITE_FILES;
const scope = new URL(worker.registration.scope);
// Other sites may share the origin, so every name has the path in it.
const family = `fieldbook:${scope.pathname}:site:`;
const cacheName = family + version;
const addresses = new Set(Object.keys(files).map(absolute));
const AT_A_TIME = 8;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(removeOtherVersions()));
worker.addEventListener("message", (event) => {
  if (event.data === "activate") worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isOurs = url.origin === scope.origin && url.pathname.startsWith(scope.pathname);
  if (request.method !== "GET" || !isOurs) return;
  if (request.mode === "navigate") {
    event.respondWith(url.searchParams.has("fresh") ? startAfresh(url) : page(request, url));
  } else if (addresses.has(bare(url))) {
    event.respondWith(asset(request, url));
  }
});

async function install() {
  const cache = await caches.open(cacheName);
  const waiting = Object.entries(files);
  const takeOne = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [path, integrity] = next;
      // The hash keeps a host that is between two versions from mixing them.
      const response = await fetch(absolute(path), { cache: "no-cache", integrity });
      if (!response.ok) throw new Error(`${path}: the server answered ${response.status}`);
      await cache.put(absolute(path), direct(response));
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_A_TIME }, takeOne));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) {
    await caches.delete(cacheName);
    throw failed.reason;
  }
}

async function removeOtherVersions() {
  for (const name of await caches.keys()) {
    if (name.startsWith(family) && name !== cacheName) await caches.delete(name);
  }
}

/** @param {Request} request @param {URL} url */
async function page(request, url) {
  const kept = await fromCache(bare(url));
  if (kept) return kept;
  // A directory is asked for without its slash; a server would redirect as well.
  if (addresses.has(`${bare(url)}/`)) return Response.redirect(`${bare(url)}/${url.search}`);
  try {
    return await fetch(request);
  } catch {
    const missing = await fromCache(absolute("404.html"));
    if (!missing) return Response.error();
    return new Response(missing.body, { status: 404, headers: missing.headers });
  }
}

/** @param {Request} request @param {URL} url */
async function asset(request, url) {
  return (await fromCache(bare(url))) ?? fetch(request);
}

/** The way out of a cache that went wrong: any address of the site with `?fresh`. @param {URL} url */
async function startAfresh(url) {
  for (const name of await caches.keys()) {
    if (name.startsWith(`fieldbook:${scope.pathname}:`)) await caches.delete(name);
  }
  await worker.registration.unregister();
  return fetch(bare(url), { cache: "reload" });
}

/** @param {string} address */
async function fromCache(address) {
  return (await caches.open(cacheName)).match(address);
}

/** A page may not be answered with a response that was redirected. @param {Response} response */
function direct(response) {
  return response.redirected
    ? new Response(response.body, { status: response.status, headers: response.headers })
    : response;
}

/** Without query and fragment: the query only tells an HTTP cache about a version. @param {URL} url */
function bare(url) {
  const address = url.origin + url.pathname;
  return address.endsWith("/index.html") ? address.slice(0, -"index.html".length) : address;
}

/** @param {string} path below the site's root */
function absolute(path) {
  return new URL(path, scope).href;
}
