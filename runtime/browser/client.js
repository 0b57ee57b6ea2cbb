/**
 * The page's one door to Python: boots it on demand, runs one request at a time, can stop.
 *
 * The module keeps its state over instant navigation, so a second lab in a visit finds Python
 * ready. Nothing is downloaded until an element asks.
 */

import {
  bytesOf,
  DownloadError,
  downloadFile,
  downloadManifest,
  downloadRuntime,
  downloadText,
} from "./download.js";
import { needsLibrary } from "./library-need.js";
import { unreachable } from "./protocol.js";
import { RuntimeCache } from "./runtime-cache.js";
import { SandboxFrame } from "./sandbox-frame.js";
import { Unpacker } from "./unpacker.js";
import { until } from "./until.js";

/** @import { FrameReply, LabRequest } from "./protocol.js" */
/** @import { Manifest } from "./download.js" */

/** @typedef {import("./run-outcome.js").BootState} BootState */
/** @typedef {import("./run-outcome.js").Outcome} Outcome */
/** @typedef {import("./run-outcome.js").RunOptions} RunOptions */
/** @typedef {{ nonce: string, options: RunOptions, resolve: (outcome: Outcome | null) => void }} Run */

/** A frame that is lost this often before Python is ready is not made again by itself. */
const LOSSES_MAX = 3;
const LOST = "The browser ended Python, perhaps for want of memory.";

export class PythonClient {
  /** @type {BootState} */
  #state = { phase: "idle" };
  /** @type {Set<(state: BootState) => void>} */
  #listeners = new Set();
  /** @type {SandboxFrame | undefined} */
  #frame;
  /** How often a frame was lost since Python was last ready. */
  #losses = 0;
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
    this.#frame?.look();
    if (!this.#booting) {
      const booting = this.#boot().catch((error) => {
        if (this.#booting === booting) this.#booting = undefined;
        const why =
          error instanceof DownloadError ? error.message : `Python did not start: ${error}`;
        this.#fail(why);
        throw error;
      });
      this.#booting = booting;
    }
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

  /** @param {LabRequest} request @param {RunOptions} options @param {boolean} [isAgain] @returns {Promise<Outcome>} */
  async #runNow(request, options, isAgain = false) {
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
    const outcome = await this.#send(request, options);
    if (outcome) return outcome;
    return isAgain ? { kind: "crashed", message: LOST } : this.#runNow(request, options, true);
  }

  /** @param {LabRequest} request @param {RunOptions} options @returns {Promise<Outcome | null>} */
  #send(request, options) {
    const nonce = crypto.randomUUID();
    return new Promise((resolve) => {
      this.#run = { nonce, options, resolve };
      const stop = () => {
        this.#frame?.tell({ kind: "stop", nonce });
        this.#frame?.hurry();
      };
      options.signal?.addEventListener("abort", stop, { once: true });
      const isGraded = request.kind === "grade";
      this.#frame?.expect();
      this.#frame?.tell({ kind: "run", nonce, request: JSON.stringify(request), isGraded });
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
    const phase = this.#losses > 0 ? "restarting" : "downloading";
    this.#change({ phase, received: 0, total: 0 });
    const manifest = await downloadManifest(this.assets);
    this.#manifest = manifest;
    const [files, snapshot, frame] = await Promise.all([
      downloadRuntime(this.assets, manifest, this, (received, total) =>
        this.#change({ phase: "downloading", received, total }),
      ),
      this.cache.findSnapshot(manifest),
      this.#openFrame(manifest),
    ]);
    // Safari and Firefox do not say how much memory there is; then we keep the spare.
    const memory = /** @type {{ deviceMemory?: number }} */ (navigator).deviceMemory ?? 8;
    const bytes = [...Object.values(files), ...(snapshot ? [snapshot] : [])];
    if (frame !== this.#frame) {
      if (!this.#booting) throw new Error("the browser ended it again and again");
      return this.#booting; // the frame was lost meanwhile, and another one is on its way
    }
    frame.expect();
    frame.tell({ kind: "boot", files, snapshot, keepSpare: memory >= 4 }, bytes);
  }

  /** @param {Manifest} manifest */
  async #openFrame(manifest) {
    const text = await downloadText(this.assets, manifest.sandbox);
    this.#frame?.remove();
    const frame = new SandboxFrame(text, {
      onReply: (reply) => this.#onReply(reply),
      onLost: () => this.#onLost(frame.hasAnswered),
    });
    this.#frame = frame;
    await frame.connected;
    return frame;
  }

  /**
   * The frame has gone, with whatever ran in it. Another one is made, from what this browser keeps;
   * a run that had not begun goes there by itself.
   *
   * @param {boolean} hasAnswered whether it was there when the run was sent
   */
  #onLost(hasAnswered) {
    const hasBegun = this.#state.phase === "ready" && hasAnswered;
    this.#frame = undefined;
    this.#booting = undefined;
    this.#losses += 1;
    if (this.#losses > LOSSES_MAX) {
      this.#losses = 0;
      this.#fail("Python did not start: the browser ended it again and again");
      this.#settle({ kind: "unavailable", message: LOST });
      return;
    }
    this.prepare().catch(() => {}); // the status line says why, and offers Retry
    if (this.#run?.options.signal?.aborted) this.#settle({ kind: "stopped" });
    else this.#settle(hasBegun ? { kind: "crashed", message: LOST } : null);
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
      (bytes) => this.#frame?.tell({ kind: "library", bytes }, [bytes]),
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
        const total = this.#manifest ? bytesOf(this.#manifest) : 0;
        this.#change({ phase: reply.phase, received: total, total });
        break;
      }
      case "ready":
        this.#losses = 0;
        if (!this.#run) this.#frame?.relax();
        this.#change({ phase: "ready" });
        break;
      case "broken":
        this.#booting = undefined;
        this.#fail(`Python did not start: ${reply.message}`);
        this.#frame?.relax();
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
      case "pong": // the frame itself has taken note
        break;
      default:
        unreachable(reply);
    }
  }

  /** @param {Outcome | null} outcome null: it is to be run again */
  #settle(outcome) {
    const run = this.#run;
    this.#run = undefined;
    if (run) this.#frame?.relax();
    run?.resolve(outcome);
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
