/** Runs of which only the latest is of interest, and none goes on for ever. */

import { setEnabled } from "./markup.js";

/** @import { Outcome, PythonClient } from "./client.js" */
/** @import { LabRequest } from "./protocol.js" */

/** @typedef {{ outcome: Outcome, output: string, stopReason: unknown }} Ended */

export class LatestRun {
  /** @type {AbortController | undefined} */
  #running;

  /** @param {PythonClient} client @param {HTMLElement} stop its button @param {number} msMax */
  constructor(client, stop, msMax) {
    this.client = client;
    this.stop = stop;
    this.msMax = msMax;
  }

  get isRunning() {
    return this.#running !== undefined;
  }

  /** @param {string} reason */
  abort(reason) {
    this.#running?.abort(reason);
  }

  /**
   * @param {() => Promise<LabRequest>} request its failure counts as Python not being available
   * @returns {Promise<Ended | null>} null when a newer run took its place
   */
  async run(request) {
    this.abort("newer");
    const running = new AbortController();
    const { signal } = running;
    this.#running = running;
    setEnabled(this.stop, true);
    let output = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let limit;
    // What Python needs to arrive is not the run's time.
    const unsubscribe = this.client.subscribe(({ phase }) => {
      if (phase === "ready") limit ??= setTimeout(() => running.abort("long"), this.msMax);
    });
    const onOutput = (/** @type {string} */ text) => {
      output += text;
    };
    /** @type {Outcome} */
    let outcome;
    try {
      outcome = await this.client.run(await request(), { signal, onOutput });
    } catch (error) {
      outcome = {
        kind: "unavailable",
        message: error instanceof Error ? error.message : `${error}`,
      };
    }
    unsubscribe();
    clearTimeout(limit);
    if (this.#running !== running) return null;
    this.#running = undefined;
    setEnabled(this.stop, false);
    return { outcome, output, stopReason: signal.reason };
  }
}
