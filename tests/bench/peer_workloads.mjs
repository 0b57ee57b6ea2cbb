/** The workloads that peers in JavaScript can do: those of `workloads.py`, measured the same way. */

import { cpuMilliseconds } from "./cpu_time.mjs";
import { makeDocuments, mixed } from "./documents.mjs";

/** @import { Message } from "./documents.mjs" */
/** @typedef {{us: number, check?: unknown} | {absent: true}} Answer */

const BATCHES = 5;
const CALLS_MAX = 5000;
const COMMITS = 60;
const SETUP_MS_MAX = 6000;
const LATE_MS = 400;
const WORDS = ["w900 w901", "w10 w500", "w3 w999", "w250 w251"];

/** @param {number[]} values */
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** @param {(at: number) => unknown} work @param {number} seconds @returns {Promise<number>} */
async function microseconds(work, seconds) {
  let number = 0;
  const start = performance.now();
  let elapsed = 0;
  while (number < CALLS_MAX && elapsed <= seconds * 250) {
    await work(number++);
    elapsed = performance.now() - start;
  }
  const wanted = Math.floor((seconds * 1000) / BATCHES / (elapsed / number));
  const batch = Math.max(1, Math.min(CALLS_MAX, wanted));
  const deadline = performance.now() + 2000 * seconds;
  const found = [];
  for (let round = 0; round < BATCHES; round++) {
    const before = cpuMilliseconds();
    for (const past = number + batch; number < past; number++) await work(number);
    found.push(((cpuMilliseconds() - before) / batch) * 1e3);
    if (performance.now() > deadline) break;
  }
  return median(found);
}

/** One peer with its documents. */
export class PeerWorld {
  /** @type {Message[]} */ #documents = [];
  /** @type {any} */ #adapter;
  #live = "";
  #heard = 0;
  #written = 0;
  #subscribeUs = 0;
  /** @type {(() => void) | null} */ #waiting = null;

  /** @param {new () => any} make */
  constructor(make) {
    this.make = make;
    this.#adapter = new make();
  }

  /** @param {number} count @returns {Promise<Answer>} */
  async open(count) {
    const documents = makeDocuments(count);
    const us = await this.#fresh(documents);
    return { us, check: this.#adapter.ids().length };
  }

  /** @param {number} count @returns {Promise<Answer>} */
  async memory(count) {
    const documents = makeDocuments(count);
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const adapter = new this.make();
    await adapter.open(documents.map((one) => ({ ...one })));
    globalThis.gc?.();
    const used = process.memoryUsage().heapUsed - before;
    return { us: adapter.ids().length ? used / count : 0 };
  }

  /**
   * @param {string} workload
   * @param {number} seconds
   * @param {{queries: number, shape: string}} options
   * @returns {Promise<Answer>}
   */
  async run(workload, seconds, options) {
    const needed = new Map(
      Object.entries({ W1: "ids", W2: "range", W3: "get", W4: "scan", W5: "page", W10: "search" }),
    ).get(workload);
    if (workload === "W6") return this.#commitThatWakesOne(options.queries, options.shape);
    if (!needed || typeof this.#adapter[needed] !== "function") return { absent: true };
    switch (workload) {
      case "W1":
        return this.#insertOne(seconds);
      case "W2":
        return this.#rangeOf50(seconds);
      case "W3":
        return this.#pointGet(seconds);
      case "W4": {
        const us = await microseconds(() => this.#adapter.scan(), seconds);
        return { us, check: mixed(await this.#adapter.scan()) };
      }
      case "W5":
        return this.#paginateAll();
      default:
        return this.#search(seconds);
    }
  }

  /** @param {Message[]} documents */
  async #fresh(documents) {
    this.#documents = documents;
    this.#live = "";
    this.#adapter = new this.make();
    const start = cpuMilliseconds();
    await this.#adapter.open(documents);
    return ((cpuMilliseconds() - start) * 1e3) / documents.length;
  }

  /** @param {number} number */
  #channel(number) {
    return this.#documents[(number * 7919) % this.#documents.length].channel;
  }

  /** @param {number} seconds @returns {Promise<Answer>} */
  async #insertOne(seconds) {
    const channels = Math.max(1, Math.floor(this.#documents.length / 50));
    const documents = makeDocuments(200, { channels, seed: 7 });
    for (const one of documents) one.channel = `z${one.channel}`;
    const deadline = performance.now() + seconds * 1000;
    const times = [];
    while (times.length < 1000 && (times.length < 3 || performance.now() < deadline)) {
      const start = cpuMilliseconds();
      await this.#adapter.insert(documents[times.length % 200]);
      times.push(cpuMilliseconds() - start);
    }
    return { us: median(times) * 1e3 };
  }

  /** @param {number} seconds @returns {Promise<Answer>} */
  async #rangeOf50(seconds) {
    const channels = Array.from({ length: 200 }, (_, number) => this.#channel(number));
    const us = await microseconds(
      (at) => this.#adapter.range(channels[at % 200], 0, 1000, 50),
      seconds,
    );
    let check = 0;
    for (const channel of channels.slice(0, 3)) {
      check += mixed(await this.#adapter.range(channel, 100, 900, 30));
    }
    return { us, check };
  }

  /** @param {number} seconds @returns {Promise<Answer>} */
  async #pointGet(seconds) {
    const all = this.#adapter.ids();
    const ids = Array.from({ length: 500 }, (_, number) => all[(number * 7919) % all.length]);
    const us = await microseconds((at) => this.#adapter.get(ids[at % 500]), seconds);
    const found = [];
    for (const id of ids.slice(0, 50)) found.push(await this.#adapter.get(id));
    return { us, check: mixed(found) };
  }

  /** @returns {Promise<Answer>} */
  async #paginateAll() {
    const start = cpuMilliseconds();
    let check = 0;
    /** @type {[Message[], unknown]} */
    let page = [[], null];
    do {
      page = await this.#adapter.page(page[1], 100);
      check += mixed(page[0]) + page[0].length;
    } while (page[1] !== null);
    return { us: ((cpuMilliseconds() - start) * 1e3) / this.#documents.length, check };
  }

  /** @param {number} seconds @returns {Promise<Answer>} */
  async #search(seconds) {
    const us = await microseconds((at) => this.#adapter.search(WORDS[at & 3], 10), seconds);
    const check = [];
    for (const words of WORDS) check.push((await this.#adapter.search(words, 10)).length);
    return { us, check };
  }

  /** @param {number} queries @param {string} shape @returns {Promise<Answer>} */
  async #commitThatWakesOne(queries, shape) {
    if (typeof this.make.prototype.subscribe !== "function") return { absent: true };
    if (this.#live !== `${queries}/${shape}` && !(await this.#subscribe(queries, shape))) {
      return { absent: true };
    }
    const documents = makeDocuments(50, { channels: 1, seed: 9 });
    const before = this.#heard;
    const times = [];
    const begun = performance.now();
    for (let number = 0; number < COMMITS && performance.now() - begun < 2000; number++) {
      const document = { ...documents[number % 50] };
      const woken = (++this.#written * 7919) % queries;
      document.channel = `c${String(shape === "prefix" ? woken : 0).padStart(6, "0")}`;
      document.score =
        shape === "prefix" ? -this.#written : woken + (50_000 - this.#written) / 100_000;
      /** @type {Promise<void>} */
      const heard = new Promise((resolve) => {
        this.#waiting = resolve;
      });
      const start = cpuMilliseconds();
      await this.#adapter.insert(document);
      if (this.#waiting) await Promise.race([heard, later(LATE_MS)]);
      times.push(cpuMilliseconds() - start);
    }
    const exact = this.#heard - before === times.length;
    return { us: median(times) * 1e3, check: { exact, subscribe_us: this.#subscribeUs } };
  }

  /** @param {number} queries @param {string} shape @returns {Promise<boolean>} */
  async #subscribe(queries, shape) {
    const count = Math.max(queries, 1000);
    const documents = makeDocuments(count, { channels: shape === "prefix" ? queries : 1 });
    if (shape === "range") {
      for (const [position, document] of documents.entries()) document.score = position;
    }
    await this.#fresh(documents);
    this.#heard = this.#written = 0;
    const hear = () => {
      this.#heard++;
      this.#waiting?.();
      this.#waiting = null;
    };
    const start = performance.now();
    const before = cpuMilliseconds();
    for (let number = 0; number < queries; number++) {
      const [channel, low, high] =
        shape === "prefix"
          ? [`c${String(number).padStart(6, "0")}`, -1e5, 1e5]
          : ["c000000", number, number + 1];
      if ((await this.#adapter.subscribe(channel, low, high, 20, hear, shape)) === false) {
        return false;
      }
      if (performance.now() - start > SETUP_MS_MAX) {
        throw new Error(`${number + 1} of ${queries} subscriptions in ${SETUP_MS_MAX} ms`);
      }
    }
    this.#subscribeUs = ((cpuMilliseconds() - before) * 1e3) / queries;
    this.#live = `${queries}/${shape}`;
    await later(50);
    globalThis.gc?.();
    return true;
  }
}

/** @param {number} ms */
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
