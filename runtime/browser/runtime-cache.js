/**
 * The runtime's files that this browser has used, for the next visit and for no network at all.
 *
 * The page keeps them, not the service worker: on a first visit no worker is in control yet. Names
 * carry the hash of the content, so what is there never has to be asked for again.
 */

/** @import { Manifest, StoredFile } from "./download.js" */

export class RuntimeCache {
  /** @param {URL} assets @param {CacheStorage | undefined} [storage] */
  constructor(assets, storage = browserCaches()) {
    this.assets = assets;
    this.storage = storage;
    const root = new URL("../../", assets).pathname; // other sites may share the origin
    this.name = `fieldbook:${root}:runtime`;
  }

  /** @param {StoredFile} file @returns {Promise<ArrayBuffer | null>} its unpacked bytes */
  async find(file) {
    const bytes = await this.#read(this.#address(file));
    return bytes?.byteLength === file.length ? bytes : null;
  }

  /** @param {StoredFile} file @param {ArrayBuffer} bytes unpacked; copied at once */
  async keep(file, bytes) {
    const response = new Response(bytes);
    const cache = await this.#open();
    // Without room the file is fetched again next time.
    await cache?.put(this.#address(file), response).catch(() => {});
  }

  /**
   * The memory of a started Python, if this browser has made one from exactly these files.
   *
   * @param {Manifest} manifest
   * @returns {Promise<ArrayBuffer | null>}
   */
  findSnapshot(manifest) {
    return this.#read(this.#snapshotAddress(manifest));
  }

  /** @param {Manifest} manifest @param {ArrayBuffer | null} bytes null: forget it */
  async keepSnapshot(manifest, bytes) {
    const cache = await this.#open();
    const address = this.#snapshotAddress(manifest);
    if (bytes) await cache?.put(address, new Response(bytes)).catch(() => {});
    else await cache?.delete(address).catch(() => {});
  }

  /** Delete what this version of the site does not name. @param {Manifest} manifest */
  async removeOthers(manifest) {
    const cache = await this.#open();
    const named = [...Object.values(manifest.files), manifest.library];
    const wanted = new Set(named.map((file) => this.#address(file)));
    wanted.add(this.#snapshotAddress(manifest));
    for (const request of (await cache?.keys()) ?? []) {
      if (!wanted.has(request.url)) await cache?.delete(request);
    }
  }

  /** @param {StoredFile} file */
  #address(file) {
    return new URL(file.path.replace(/\.zst$/, ""), this.assets).href; // it is kept unpacked
  }

  /** @param {string} address @returns {Promise<ArrayBuffer | null>} */
  async #read(address) {
    const cache = await this.#open();
    const kept = await cache?.match(address).catch(() => undefined);
    return (await kept?.arrayBuffer().catch(() => null)) ?? null;
  }

  /**
   * Names all that the memory was made from. No such file exists: only this cache has it.
   *
   * @param {Manifest} manifest
   */
  #snapshotAddress({ files }) {
    const hashes = Object.values(files).map(({ path }) => path.match(/-([0-9a-f]+)\./)?.[1]);
    return new URL(`runtime/memory-${hashes.join("-")}`, this.assets).href;
  }

  #open() {
    return this.storage?.open(this.name).catch(() => undefined);
  }
}

function browserCaches() {
  try {
    return globalThis.caches; // undefined without a secure connection
  } catch {
    return undefined; // site data is blocked
  }
}
