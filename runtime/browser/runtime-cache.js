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

  /** @param {StoredFile} file @returns {Promise<Response | undefined>} */
  async find(file) {
    const cache = await this.#open();
    return cache?.match(this.#address(file)).catch(() => undefined);
  }

  /** @param {StoredFile} file @param {Response} response its body will be read */
  async keep(file, response) {
    const cache = await this.#open();
    // Without room the file is fetched again next time.
    await cache?.put(this.#address(file), response).catch(() => {});
  }

  /** @param {StoredFile} file */
  async forget(file) {
    const cache = await this.#open();
    await cache?.delete(this.#address(file)).catch(() => {});
  }

  /** Delete what this version of the site does not name. @param {Manifest} manifest */
  async removeOthers(manifest) {
    const cache = await this.#open();
    const named = [...Object.values(manifest.files), manifest.library];
    const wanted = new Set(named.map((file) => this.#address(file)));
    for (const request of (await cache?.keys()) ?? []) {
      if (!wanted.has(request.url)) await cache?.delete(request);
    }
  }

  /** @param {StoredFile} file */
  #address(file) {
    return new URL(file.path, this.assets).href;
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
