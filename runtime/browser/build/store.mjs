/** Put built files where the site serves them: compressed, named by content, nothing stale left. */

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { compress, init } from "@bokuweb/zstd-wasm";
import { decompress } from "fzstd";
import { sha256 } from "./archives.mjs";

/** @import { StoredFile } from "../download.js" */

/** The best there is: eight seconds for the interpreter, once for each of its releases. */
const LEVEL = 22;
/** @type {Promise<void> | undefined} */
let ready;

export class Store {
  /** @type {Set<string>} */
  #kept = new Set();

  /** @param {string} folder @param {string} cacheFolder of compressed files */
  constructor(folder, cacheFolder) {
    this.folder = folder;
    this.cacheFolder = cacheFolder;
  }

  /**
   * @param {string} path below the folder
   * @param {string | Uint8Array} data
   */
  put(path, data) {
    const target = join(this.folder, path);
    this.#kept.add(path);
    mkdirSync(dirname(target), { recursive: true });
    const bytes = Buffer.from(data);
    // An unchanged file keeps its date, so that a watching server does not reload the page.
    if (!existsSync(target) || !readFileSync(target).equals(bytes)) writeFileSync(target, bytes);
  }

  /**
   * @param {string} name with extension, such as core.zip
   * @param {Uint8Array} data
   * @returns {Promise<StoredFile>}
   */
  async putCompressed(name, data) {
    const hash = sha256(data).slice(0, 12);
    const cached = join(this.cacheFolder, `${hash}.zst`);
    if (!existsSync(cached)) {
      mkdirSync(this.cacheFolder, { recursive: true });
      ready ??= init();
      await ready;
      const packed = compress(data, LEVEL);
      // The page's decoder is another's work than the build's encoder.
      if (!Buffer.from(decompress(packed)).equals(data)) throw new Error(`${name} does not unpack`);
      writeFileSync(cached, packed);
    }
    const compressed = readFileSync(cached);
    const [stem, extension] = name.split(/\.(?=[^.]+$)/);
    const path = `runtime/${stem}-${hash}.${extension}.zst`;
    this.put(path, compressed);
    return { path, bytes: compressed.length, length: data.length };
  }

  /**
   * Delete what earlier builds left, except in folders that others write.
   *
   * @param {string[]} foreignFolders
   */
  removeStale(foreignFolders) {
    for (const entry of readdirSync(this.folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name).slice(this.folder.length + 1);
      if (foreignFolders.includes(path.split("/")[0])) continue;
      if (entry.isFile() && !this.#kept.has(path)) rmSync(join(this.folder, path));
    }
    for (const entry of readdirSync(this.folder, { withFileTypes: true })) {
      const path = join(this.folder, entry.name);
      if (entry.isDirectory() && readdirSync(path).length === 0) rmdirSync(path);
    }
  }
}
