/**
 * The page's one door to Python: boots it on demand, runs one request at a time, can stop.
 *
 * The module keeps its state over instant navigation, so a second lab in a visit finds Python
 * ready. Nothing is downloaded until an element asks.
 */

import {
  DownloadError,
  downloadFile,
  downloadManifest,
  downloadRuntime,
  downloadText,
} from "./download.js";
import { needsLibrary } from "./library-need.js";
import { unreachable } from "./protocol.js";
import { RuntimeCache } from "./runtime-cache.js";
import { Unpacker } from "./unpacker.js";

/** @import { FrameReply, FrameRequest, LabReply, LabRequest, LabProgress } from "./protocol.js" */
/** @import { Manifest } from "./download.js" */

/**
 * @typedef {{ phase: "idle" }
 *   | { phase: "downloading", received: number, total: number }
 *   | { phase: "compiling" | "starting" | "restarting", received: number, total: number }
 *   | { phase: "ready" }
 *   | { phase: "failed", message: string }} BootState
 */

/**
 * How a run ended.
 * @typedef {{ kind: "reply", reply: LabReply }
 *   | { kind: "stopped" }
 *   | { kind: "crashed", message: string }
 *   | { kind: "unavailable", message: string }} Outcome the last: Python did not come to it
 */

/**
 * @typedef {object} RunOptions
 * @property {AbortSignal} [signal] abort it to stop the run
 * @property {(text: string) => void} [onOutput]
 * @property {(progress: LabProgress) => void} [onProgress]
 * @property {(message: import("./playground-protocol.js").LogMessage) => void} [onLog]
 */

/** @typedef {{ nonce: string, options: RunOptions, resolve: (outcome: Outcome) => void }} Run */

export class PythonClient {
  /** @type {BootState} */
  #state = { phase: "idle" };
  /** @type {Set<(state: BootState) => void>} */
  #listeners = new Set();
  /** @type {MessagePort | undefined} */
  #port;
  /** @type {HTMLIFrameElement | undefined} */
  #frame;
  /** @type {Promise<void> | undefined} */
  #booting;
  /** @type {Manifest | undefined} */
  #manifest;
  /** @type {Promise<void> | undefined} */
  #library;
  /** @type {Run | undefined} */
  #run;
  /** @type {Promise<unknown>} runs wait for the one before */
  #queue = Promise.resolve();

  /** @param {URL} assets the folder that the build wrote */
  constructor(assets) {
    this.assets = assets;
    this.cache = new RuntimeCache(assets);
    this.unpacker = new Unpacker(
      () => new Worker(new URL(this.#manifest?.unpack ?? "", this.assets)),
    );
  }

  get state() {
    return this.#state;
  }

  /**
   * @param {(state: BootState) => void} listener called at once and on every change
   * @returns {() => void} end of the subscription
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    listener(this.#state);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Start downloading and booting, once. After a failure the next call tries again.
   *
   * @returns {Promise<void>} kept when the sandbox has everything it needs; a run may be sent
   */
  prepare() {
    this.#booting ??= this.#boot().catch((error) => {
      this.#booting = undefined;
      this.#fail(error instanceof DownloadError ? error.message : `Python did not start: ${error}`);
      throw error;
    });
    return this.#booting;
  }

  /**
   * Run one request; others wait in line. Never rejects: how it ended is a value.
   *
   * @param {LabRequest} request
   * @param {RunOptions} [options]
   * @returns {Promise<Outcome>}
   */
  run(request, options = {}) {
    const turn = this.#queue.then(() => this.#runNow(request, options));
    this.#queue = turn;
    return turn;
  }

  /** @param {LabRequest} request @param {RunOptions} options @returns {Promise<Outcome>} */
  async #runNow(request, options) {
    const { signal } = options;
    if (signal?.aborted) return { kind: "stopped" };
    try {
      await until(this.prepare(), signal);
      await until(this.#libraryFor(request.source), signal);
    } catch (error) {
      if (signal?.aborted) return { kind: "stopped" };
      const message = error instanceof Error ? error.message : String(error);
      return { kind: "unavailable", message };
    }
    const nonce = crypto.randomUUID();
    return new Promise((resolve) => {
      this.#run = { nonce, options, resolve };
      signal?.addEventListener("abort", () => this.#tell({ kind: "stop", nonce }), { once: true });
      const isGraded = request.kind === "grade";
      this.#tell({ kind: "run", nonce, request: JSON.stringify(request), isGraded });
    });
  }

  /** For a visit without a network: fetch what this one did not need, drop what no visit will. */
  async keepForOffline() {
    const library = this.#manifest?.library;
    if (!this.#manifest || !library) return;
    await this.cache.removeOthers(this.#manifest);
    if (await this.cache.find(library)) return;
    await downloadFile(this.assets, library, this);
  }

  async #boot() {
    this.#library = undefined; // a new frame has not been given it
    this.#change({ phase: "downloading", received: 0, total: 0 });
    const manifest = await downloadManifest(this.assets);
    this.#manifest = manifest;
    const [files, snapshot] = await Promise.all([
      downloadRuntime(this.assets, manifest, this, (received, total) =>
        this.#change({ phase: "downloading", received, total }),
      ),
      this.cache.findSnapshot(manifest),
      this.#openFrame(manifest),
    ]);
    // Safari and Firefox do not say how much memory there is; then we keep the spare.
    const memory = /** @type {{ deviceMemory?: number }} */ (navigator).deviceMemory ?? 8;
    const bytes = [...Object.values(files), ...(snapshot ? [snapshot] : [])];
    this.#tell({ kind: "boot", files, snapshot, keepSpare: memory >= 4 }, bytes);
  }

  /**
   * The frame's text is put into it by the page: the frame has no origin, so no service worker
   * serves it, and without a network its file could not be loaded.
   *
   * @param {Manifest} manifest
   * @returns {Promise<void>}
   */
  async #openFrame(manifest) {
    const text = await downloadText(this.assets, manifest.sandbox);
    this.#frame?.remove();
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.hidden = true;
    frame.title = "Python sandbox";
    frame.srcdoc = text;
    this.#frame = frame;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => this.#onReply(event.data);
    this.#port = port1;
    return new Promise((resolve) => {
      frame.addEventListener("load", () => {
        // Its origin is opaque, so there is no name to give; the port goes to this window only.
        frame.contentWindow?.postMessage("connect", "*", [port2]);
        resolve();
      });
      document.body.append(frame);
    });
  }

  /**
   * Modules outside core.zip come in one archive, when a source first names one of them.
   *
   * @param {string} source
   */
  async #libraryFor(source) {
    const library = this.#manifest?.library;
    if (!library || !needsLibrary(source, library.modules)) return;
    this.#library ??= downloadFile(this.assets, library, this).then(
      (bytes) => this.#tell({ kind: "library", bytes }, [bytes]),
      (error) => {
        this.#library = undefined;
        throw error;
      },
    );
    await this.#library;
  }

  /** @param {FrameReply} reply */
  #onReply(reply) {
    if ("nonce" in reply && reply.nonce !== this.#run?.nonce) return; // of a run that is over
    switch (reply.kind) {
      case "phase": {
        const total = totalBytes(this.#manifest);
        this.#change({ phase: reply.phase, received: total, total });
        break;
      }
      case "ready":
        this.#change({ phase: "ready" });
        break;
      case "broken":
        this.#booting = undefined;
        this.#fail(`Python did not start: ${reply.message}`);
        this.#settle({ kind: "unavailable", message: reply.message });
        break;
      case "snapshot":
        if (this.#manifest) this.cache.keepSnapshot(this.#manifest, reply.bytes);
        break;
      case "output":
        this.#run?.options.onOutput?.(reply.text);
        break;
      case "progress": {
        const message = JSON.parse(reply.progress);
        if (message.kind === "log") this.#run?.options.onLog?.(message);
        else this.#run?.options.onProgress?.(message);
        break;
      }
      case "reply":
        this.#settle({ kind: "reply", reply: JSON.parse(reply.reply) });
        break;
      case "stopped":
        this.#settle({ kind: "stopped" });
        break;
      case "crashed":
        this.#settle({ kind: "crashed", message: reply.message });
        break;
      default:
        unreachable(reply);
    }
  }

  /** @param {Outcome} outcome */
  #settle(outcome) {
    const run = this.#run;
    this.#run = undefined;
    run?.resolve(outcome);
  }

  /** @param {FrameRequest} request @param {Transferable[]} [transfer] */
  #tell(request, transfer = []) {
    this.#port?.postMessage(request, transfer);
  }

  /** @param {string} message */
  #fail(message) {
    this.#change({ phase: "failed", message });
  }

  /** @param {BootState} state */
  #change(state) {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

/** @param {Manifest | undefined} manifest */
function totalBytes(manifest) {
  return Object.values(manifest?.files ?? {}).reduce((sum, file) => sum + file.bytes, 0);
}

/**
 * `promise`, or a rejection as soon as `signal` is aborted.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<T>}
 */
function until(promise, signal) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}
