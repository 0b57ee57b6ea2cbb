/**
 * Fetch the runtime's files with true progress, and inflate them.
 *
 * Files are stored compressed by us, so that their size does not depend on what the host
 * compresses. A host may still declare them as compressed, in which case the browser has already
 * inflated them: the first two bytes tell.
 */

/** @import { RuntimeFiles } from "./protocol.js" */
/** @import { RuntimeCache } from "./runtime-cache.js" */

/**
 * Written by the build as manifest.json. `bytes` is what travels.
 *
 * @typedef {{ path: string, bytes: number }} StoredFile
 * @typedef {object} Manifest
 * @property {Record<keyof RuntimeFiles, StoredFile>} files
 * @property {StoredFile & { modules: string[] }} library the rest of the standard library
 * @property {string} sandbox path of the frame
 */

/** @typedef {(received: number, total: number) => void} OnProgress */

/** A file did not arrive. Names it, so that a person can tell what to look for. */
export class DownloadError extends Error {
  /** @param {string} file @param {string} reason */
  constructor(file, reason) {
    super(`${file} did not arrive: ${reason}`);
    this.name = "DownloadError";
    this.file = file;
  }
}

/** @param {URL} assets @returns {Promise<Manifest>} */
export async function downloadManifest(assets) {
  const name = "manifest.json";
  const response = await request(new URL(name, assets), name, { cache: "no-cache" });
  return response.json();
}

/** @param {URL} assets @param {string} path @returns {Promise<string>} */
export async function downloadText(assets, path) {
  const response = await request(new URL(path, assets), path, {});
  return response.text();
}

/**
 * @param {URL} assets
 * @param {Manifest} manifest
 * @param {RuntimeCache} cache
 * @param {OnProgress} onProgress counts compressed bytes over all files together
 * @returns {Promise<RuntimeFiles>}
 */
export async function downloadRuntime(assets, manifest, cache, onProgress) {
  const entries = Object.entries(manifest.files);
  const total = entries.reduce((sum, [, file]) => sum + file.bytes, 0);
  const received = new Map(entries.map(([name]) => [name, 0]));
  const others = new AbortController();
  try {
    const arrived = await Promise.all(
      entries.map(async ([name, file]) => {
        const onReceived = (/** @type {number} */ bytes) => {
          if (others.signal.aborted) return;
          received.set(name, Math.min(bytes, file.bytes));
          onProgress(
            [...received.values()].reduce((sum, one) => sum + one, 0),
            total,
          );
        };
        const { signal } = others;
        return [name, await downloadFile(assets, file, { cache, onReceived, signal })];
      }),
    );
    return Object.fromEntries(arrived);
  } catch (error) {
    others.abort(); // all are needed, so the rest would be wasted
    throw error;
  }
}

/**
 * @param {URL} assets
 * @param {StoredFile} file
 * @param {object} options
 * @param {RuntimeCache} options.cache where it may be, and will be
 * @param {(received: number) => void} [options.onReceived]
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<ArrayBuffer>} the inflated bytes
 */
export async function downloadFile(assets, file, { cache, onReceived = () => {}, signal }) {
  const kept = await cache.find(file);
  const response = kept ?? (await request(new URL(file.path, assets), file.path, { signal }));
  if (!kept) cache.keep(file, response.clone());
  if (!response.body) throw new DownloadError(file.path, "the answer was empty");
  let received = 0;
  const counted = response.body.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        received += chunk.byteLength;
        onReceived(received);
        controller.enqueue(chunk);
      },
    }),
  );
  try {
    return await inflate(counted);
  } catch (error) {
    await cache.forget(file); // so that the next attempt starts from nothing
    throw new DownloadError(file.path, error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @returns {Promise<ArrayBuffer>}
 */
export async function inflate(stream) {
  const reader = stream.getReader();
  const first = await reader.read();
  const isCompressed = first.value?.[0] === 0x1f && first.value?.[1] === 0x8b;
  const all = new ReadableStream({
    start(controller) {
      if (first.value) controller.enqueue(first.value);
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  return new Response(
    isCompressed ? all.pipeThrough(new DecompressionStream("gzip")) : all,
  ).arrayBuffer();
}

/** @param {URL} url @param {string} file @param {RequestInit} options */
async function request(url, file, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new DownloadError(file, "there was no connection");
  }
  if (!response.ok) throw new DownloadError(file, `the server answered ${response.status}`);
  return response;
}
