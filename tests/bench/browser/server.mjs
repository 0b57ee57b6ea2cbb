/**
 * A static host with a link of known speed, for whole sites: what `make bench-browser` measures on.
 *
 *     node server.mjs NAME=FOLDER …        prints {"NAME": port, …} once it listens
 *     GET /__link?rate=10&delay=40         Mbit/s shared by all connections (0: no limit), ms before
 *                                          each answer; resets what was counted
 *     GET /__counted                       {"requests": n, "bytes": n, "paths": {path: bytes}}
 *
 * One bucket holds back all connections of all sites, because a learner has one line. The browser's
 * own throttling was not used: it does not reach what workers fetch. Files that a good host would
 * compress are sent with brotli at its best level; archives and .gz are sent as they are.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};
const NOT_COMPRESSED = new Set([".png", ".woff2", ".gz", ".zst", ".zip", ".whl", ""]);
const CHUNK_BYTES = 16_384;
const CACHE = process.env.BENCH_BROTLI ?? "";

const link = { rate: 0, delay: 0, free: 0 };
let counted = { requests: 0, bytes: 0, paths: /** @type {Record<string, number>} */ ({}) };

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @type {Map<string, Buffer>} */
const compressed = new Map();

/** @param {Buffer} data */
function brotli(data) {
  const key = createHash("sha256").update(data).digest("hex");
  const path = join(CACHE, `${key}.br`);
  let found = compressed.get(key);
  if (!found && existsSync(path)) found = readFileSync(path);
  if (!found) {
    found = brotliCompressSync(data, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
      },
    });
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(path, found);
  }
  compressed.set(key, found);
  return found;
}

/** @param {import("node:http").ServerResponse} response @param {Buffer} body */
async function sendSlowly(response, body) {
  if (link.delay) await pause(link.delay);
  const bytesPerMs = (link.rate * 1e6) / 8 / 1_000;
  for (let at = 0; at < body.length && !response.destroyed; at += CHUNK_BYTES) {
    const part = body.subarray(at, at + CHUNK_BYTES);
    if (link.rate) {
      link.free = Math.max(performance.now(), link.free) + part.length / bytesPerMs;
      const wait = link.free - performance.now();
      if (wait > 1) await pause(wait);
    }
    response.write(part);
  }
  response.end();
}

/** @param {string} root @returns {import("node:http").RequestListener} */
const handler = (root) => (request, response) => {
  const url = new URL(request.url ?? "/", "http://host");
  if (url.pathname === "/__link") {
    link.rate = Number(url.searchParams.get("rate"));
    link.delay = Number(url.searchParams.get("delay"));
    link.free = 0;
    counted = { requests: 0, bytes: 0, paths: {} };
    response.end();
    return;
  }
  if (url.pathname === "/__counted") {
    response.end(JSON.stringify(counted));
    return;
  }
  let path = normalize(join(root, decodeURIComponent(url.pathname)));
  let status = 200;
  if (path.startsWith(root) && existsSync(path) && statSync(path).isDirectory()) {
    path = join(path, "index.html");
  }
  if (!path.startsWith(root) || !existsSync(path)) {
    status = 404;
    path = join(root, "404.html");
  }
  let raw = existsSync(path) ? readFileSync(path) : Buffer.from("not found");
  if (url.pathname === "/sitemap.xml") {
    // The theme's own navigation goes by it, so it has to name this host as it will the public one.
    const here = `<loc>http://${request.headers.host}/`;
    raw = Buffer.from(raw.toString().replaceAll(/<loc>https?:\/\/[^/]+\//g, () => here));
  }
  const extension = extname(path);
  const etag = `"${createHash("sha256").update(raw).digest("hex").slice(0, 20)}"`;
  counted.requests += 1;
  const headers = {
    "content-type":
      TYPES[/** @type {keyof typeof TYPES} */ (extension)] ?? "application/octet-stream",
    "cache-control": "max-age=600",
    etag,
    vary: "Accept-Encoding",
  };
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const canShrink =
    !NOT_COMPRESSED.has(extension) && /\bbr\b/.test(String(request.headers["accept-encoding"]));
  const body = canShrink ? brotli(raw) : raw;
  counted.bytes += body.length;
  counted.paths[url.pathname] = body.length;
  response.writeHead(status, {
    ...headers,
    ...(canShrink ? { "content-encoding": "br" } : {}),
    "content-length": body.length,
  });
  if (request.method === "HEAD") response.end();
  else sendSlowly(response, body);
};

/** @type {Record<string, number>} */
const ports = {};
for (const [name, folder] of process.argv.slice(2).map((one) => one.split("="))) {
  const server = createServer(handler(normalize(folder)));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  ports[name] = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}
console.log(JSON.stringify(ports));
process.stdin.on("end", () => process.exit(0)).resume(); // ends with whoever started it
