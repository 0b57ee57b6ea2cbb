/**
 * One playground: what is kept of it, and the session in Python that is opened from that when it is
 * needed and not there.
 *
 *     ask ──▶ session there? ──▶ done ──▶ every byte of the log kept ──▶ the answer is shown
 *               └─ lost, stopped, crashed ──▶ opened again from the log
 *
 * Invariant: what was shown is in the log; what is in the log was handed over by Python in order.
 */

import { fromBase64, LogBytes } from "./playground-log.js";
import { wholeText } from "./playground-modules.js";
import { emptyState, NotOwnerError } from "./playground-store.js";

/** @import { PythonClient } from "./client.js" */
/** @import { BenchReply, LogMessage } from "./playground-protocol.js" */
/** @import { LogPart } from "./playground-log.js" */
/** @import { CodeFile } from "./playground-modules.js" */
/** @import { BrowserStore, KeptCall, KeptRequest, KeptState, MemoryStore } from "./playground-store.js" */

/** @typedef {{ op: string, files?: CodeFile[], [name: string]: unknown }} Op */

/**
 * How a request ended. `failed`: what is kept cannot be opened.
 * @typedef {{ kind: "ready", reply: Extract<BenchReply, { state: "ready" }> }
 *   | { kind: "failed", sentence: string }
 *   | { kind: "stopped" }
 *   | { kind: "crashed", message: string }} Answer
 */

/** Why a request was given up that nobody stopped: something else is on screen now. */
export const LEFT = "left";

/** @typedef {"kept" | "memory" | "full" | "elsewhere" | "newer"} Keeping how the last write went */

const CALLS_MAX = 8;

export class PlaygroundSession {
  /** @type {string | null} the session that Python has, as far as this page knows */
  #id = null;
  /** @type {LogPart[]} not kept yet */
  #waiting = [];
  /** @type {Partial<KeptState>} not kept yet */
  #changed = {};
  #writing = Promise.resolve();
  #isCautious = false;
  #isTaken = false;
  /** @type {KeptState} */
  state = emptyState();
  log = new LogBytes();
  /** @type {Keeping} */
  keeping = "memory";

  /**
   * @param {Pick<PythonClient, "run" | "state">} client
   * @param {BrowserStore | MemoryStore} store
   * @param {string} owner a name that no other tab has
   */
  constructor(client, store, owner) {
    this.client = client;
    this.store = store;
    this.owner = owner;
  }

  /** Read what is kept; `isOwner` says whether this tab may write. @param {boolean} isOwner */
  async load(isOwner) {
    this.#isTaken = isOwner && (await this.#take());
    const { state, log } = await this.store.read();
    this.state = state;
    this.log = log;
    this.#id = null;
    this.#waiting = [];
    this.#changed = {};
    this.keeping = this.#isTaken ? this.store.keeping : isOwner ? "full" : "elsewhere";
  }

  /** Whether this tab is the owner now: a browser without room cannot even note that. */
  async #take() {
    try {
      await this.store.take(this.owner);
      return true;
    } catch {
      return false;
    }
  }

  get isEmpty() {
    return this.state.files.length === 0 && this.log.length === 0;
  }

  /** Something was answered here that no store has: it would be gone with this tab. */
  get hasUnkept() {
    return this.#waiting.length > 0 || Boolean(this.#changed.draft);
  }

  /** Another tab writes now; what is here stays, to be read and exported. */
  leave() {
    this.keeping = "elsewhere";
  }

  /** The panes were left out of the session, because it did not come to its end with them. */
  get isCautious() {
    return this.#isCautious;
  }

  /**
   * @param {Op} op
   * @param {{ signal?: AbortSignal, onOutput?: (text: string) => void }} [options]
   * @returns {Promise<Answer>}
   */
  async ask(op, options = {}) {
    for (let attempt = 0; ; attempt += 1) {
      if (this.#id === null) {
        const opened = await this.#send(this.#opening(), options);
        if (opened.kind !== "ready") return this.#ended(opened);
        if (op.op === "look" && !("page" in op)) return this.#settle(opened, op);
      }
      const answer = await this.#send({ position: this.log.length, ...op }, options);
      if (answer.kind === "lost" && attempt === 0) {
        this.#id = null;
        continue;
      }
      return answer.kind === "ready" ? this.#settle(answer, op) : this.#ended(answer);
    }
  }

  /** Change what is kept beside the log. @param {Partial<KeptState>} change */
  async remember(change) {
    Object.assign(this.state, change);
    Object.assign(this.#changed, change);
    await this.#keep();
  }

  /** @param {KeptCall} call the newest; only some are kept */
  addCall(call) {
    this.remember({ calls: [call, ...this.state.calls].slice(0, CALLS_MAX) });
  }

  /** @param {KeptRequest} request likewise */
  addRequest(request) {
    this.remember({ requests: [request, ...this.state.requests].slice(0, CALLS_MAX) });
  }

  /** Write what waits, if it can be written. */
  flush() {
    return this.#keep();
  }

  /** Put something else in the place of everything. @param {Partial<KeptState>} state @param {LogBytes} log */
  async replace(state, log) {
    const fresh = { ...emptyState(), owner: this.owner, ...state };
    const bytes = log.toBytes();
    await this.#writing;
    await this.store.write(this.owner, fresh, [{ from: 0, bytes }]);
    this.state = fresh;
    this.log = new LogBytes([{ from: 0, bytes }]);
    this.#id = null;
    this.#waiting = [];
    this.#changed = {};
    this.#isCautious = false;
  }

  #opening() {
    this.#id = crypto.randomUUID();
    const { files, now, commits, seed, panes } = this.state;
    const watched = this.#isCautious ? [] : panes;
    return {
      op: "open",
      log: this.log.toBase64(),
      ...{ files, now, commits, seed, panes: watched },
    };
  }

  /**
   * @param {Op} op @param {{ signal?: AbortSignal, onOutput?: (text: string) => void }} options
   * @returns {Promise<Answer | { kind: "lost" }>}
   */
  async #send(op, options) {
    const wasOpening = op.op === "open";
    const outcome = await this.client.run(
      {
        kind: "workbench",
        source: wholeText(op.files ?? []), // the client brings what of the library it names
        session: this.#id ?? "",
        ...op,
      },
      { ...options, onLog: (message) => this.#takeLog(message) },
    );
    if (outcome.kind === "stopped" || outcome.kind === "crashed") {
      const isOurs = options.signal?.reason === LEFT || this.client.state.phase !== "ready";
      this.#isCautious ||= wasOpening && !isOurs;
      return outcome;
    }
    if (outcome.kind === "unavailable") return { kind: "crashed", message: outcome.message };
    // Only this page asks for the workbench, so the other elements need not know its replies.
    const reply = /** @type {BenchReply} */ (/** @type {unknown} */ (outcome.reply));
    if (reply.kind === "refused") return { kind: "crashed", message: reply.message };
    if (reply.state === "lost") return { kind: "lost" };
    if (reply.state === "failed") return { kind: "failed", sentence: reply.sentence };
    return { kind: "ready", reply };
  }

  /** @param {LogMessage} message */
  #takeLog(message) {
    const part = { from: message.from, bytes: fromBase64(message.data) };
    this.log.take(part);
    if (part.from === 0) this.#waiting = [];
    this.#waiting.push(part);
    this.state.commits = message.commits;
    this.#changed.commits = message.commits;
  }

  /** @param {Extract<Answer, { kind: "ready" }>} answer @param {Op} op @returns {Promise<Answer>} */
  async #settle(answer, op) {
    const { reply } = answer;
    if (reply.clock) {
      this.state.now = reply.clock.now;
      this.#changed.now = reply.clock.now;
    }
    if (reply.pushed?.ok && op.files) {
      this.state.files = op.files;
      this.#changed.files = op.files;
      this.#isCautious = false;
    }
    await this.#keep();
    return answer;
  }

  /**
   * @param {Exclude<Answer, { kind: "ready" }> | { kind: "lost" }} answer
   * @returns {Promise<Answer>}
   */
  async #ended(answer) {
    this.#id = null;
    await this.#keep();
    return answer.kind === "lost"
      ? { kind: "crashed", message: "Python has lost the session." }
      : answer;
  }

  /** What cannot be written now is written with the next change. One write at a time. */
  #keep() {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write() {
    const [parts, state] = [this.#waiting, this.#changed];
    if (this.keeping === "elsewhere" || (parts.length === 0 && Object.keys(state).length === 0)) {
      return;
    }
    this.#waiting = [];
    this.#changed = {};
    try {
      if (!this.#isTaken) await this.store.take(this.owner);
      this.#isTaken = true;
      await this.store.write(this.owner, state, parts);
      this.keeping = this.store.keeping;
    } catch (error) {
      this.#waiting = [...parts, ...this.#waiting];
      this.#changed = { ...state, ...this.#changed };
      this.keeping = error instanceof NotOwnerError ? "elsewhere" : "full";
    }
  }
}
