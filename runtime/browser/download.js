/**
 * Fetch the runtime's files with true progress, and unpack them.
 *
 * Files are stored compressed by us, so that their size does not depend on what the host
 * compresses. A host may still declare them as compressed, in which case the browser has already
 * unpacked them: the first bytes tell. What is kept for the next visit is unpacked.
 */

/** @import { RuntimeFiles } from "./protocol.js" */
/** @import { RuntimeCache } from "./runtime-cache.js" */
/** @import { Unpacker } from "./unpacker.js" */

/**
 * Written by the build as manifest.json. `bytes` is what travels.
 *
 * @typedef {{ path: string, bytes: number, length: number }} StoredFile `length`: once unpacked
 * @typedef {object} Manifest
 * @property {Record<keyof RuntimeFiles, StoredFile>} files
 * @property {StoredFile & { modules: string[] }} library the rest of the standard library
 * @property {string} sandbox path of the frame
 * @property {string} unpack path of the worker that unpacks
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

/** What all files of the runtime take on the way. @param {Manifest} manifest */
export function bytesOf({ files }) {
  return Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
}

/** @param {URL} assets @param {string} path @returns {Promise<string>} */
export async function downloadText(assets, path) {
  const response = await request(new URL(path, assets), path, {});
  return response.text();
}

/**
 * @param {URL} assets
 * @param {Manifest} manifest
 * @param {Stores} stores
 * @param {OnProgress} onProgress counts compressed bytes over all files together
 * @returns {Promise<RuntimeFiles>}
 */
export async function downloadRuntime(assets, manifest, stores, onProgress) {
  const entries = Object.entries(manifest.files);
  const total = bytesOf(manifest);
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
        return [name, await downloadFile(assets, file, { ...stores, onReceived, signal })];
      }),
    );
    return Object.fromEntries(arrived);
  } catch (error) {
    others.abort(); // all are needed, so the rest would be wasted
    throw error;
  }
}

/**
 * Where a file may be and will be, and who unpacks one that was fetched.
 * @typedef {{ cache: RuntimeCache, unpacker: Unpacker }} Stores
 */

/**
 * @param {URL} assets
 * @param {StoredFile} file
 * @param {Stores & { onReceived?: (received: number) => void, signal?: AbortSignal }} options
 * @returns {Promise<ArrayBuffer>} the unpacked bytes
 */
export async function downloadFile(assets, file, options) {
  const { cache, unpacker, onReceived = () => {}, signal } = options;
  const kept = await cache.find(file);
  if (kept) {
    onReceived(file.bytes);
    return kept;
  }
  const response = await request(new URL(file.path, assets), file.path, { signal });
  if (!response.body) throw new DownloadError(file.path, "the answer was empty");
  try {
    const bytes = await unpacker.unpack(response.body, { length: file.length, onReceived });
    cache.keep(file, bytes);
    return bytes;
  } catch (error) {
    throw new DownloadError(file.path, error instanceof Error ? error.message : String(error));
  }
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
