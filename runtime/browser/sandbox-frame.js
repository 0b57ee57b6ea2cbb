/**
 * The frame that Python lives in, and whether it still does.
 *
 * What happens in it can end the whole frame and not only its worker: a browser that runs out of memory
 * takes its process away, and anything on the page can remove the element. Nobody is told, so it is found
 * out:
 *
 *     the port closes            at once, where the browser says so
 *     the element has gone       when it is next looked at
 *     it answers no ping         while something is expected of it, after PINGS_MAX of them, and sooner
 *                                where somebody waits for it to stop
 */

/** @import { FrameReply, FrameRequest } from "./protocol.js" */

const PING_MS = 1_000;
/** The frame only moves messages, so even a crowded machine has an answer by then. */
const PINGS_MAX = 8;
const HURRY_MS = 1_500;

export class SandboxFrame {
  #isLost = false;
  #unanswered = 0;
  #hasAnswered = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #watch;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #limit;
  #connected = () => {};

  /**
   * Put a frame with this text on the page, and connect it.
   *
   * The text is put into it by the page: the frame has no origin, so no service worker serves it,
   * and without a network its file could not be loaded.
   *
   * @param {string} text
   * @param {object} actions
   * @param {(reply: FrameReply) => void} actions.onReply
   * @param {() => void} actions.onLost once; nothing comes after it
   */
  constructor(text, { onReply, onLost }) {
    this.onLost = onLost;
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    port1.onmessage = (event) => {
      if (this.#isLost) return;
      this.#unanswered = 0;
      this.#hasAnswered = true;
      clearTimeout(this.#limit);
      if (event.data.kind !== "pong") onReply(event.data);
    };
    port1.addEventListener("close", () => this.#lose());
    this.element = document.createElement("iframe");
    this.element.setAttribute("sandbox", "allow-scripts");
    this.element.hidden = true;
    this.element.title = "Python sandbox";
    this.element.srcdoc = text;
    /** Kept when it can be told something, or will never be. @type {Promise<void>} */
    this.connected = new Promise((resolve) => {
      this.#connected = resolve;
    });
    const connect = () => {
      // Its origin is opaque, so there is no name to give; the port goes to this window only.
      this.element.contentWindow?.postMessage("connect", "*", [port2]);
      this.#connected();
    };
    this.element.addEventListener("load", connect, { once: true });
    document.body.append(this.element);
  }

  /** Whether anything has come from it since it was last expected to do something. */
  get hasAnswered() {
    return this.#hasAnswered;
  }

  /** @returns {boolean} false: it has gone, and `onLost` has been told */
  look() {
    if (!this.#isLost && !this.element.contentWindow) this.#lose();
    return !this.#isLost;
  }

  /** @param {FrameRequest} request @param {Transferable[]} [transfer] */
  tell(request, transfer = []) {
    this.port.postMessage(request, transfer);
  }

  /** Something is to come from it: see to it that it is there. */
  expect() {
    this.relax();
    this.#hasAnswered = false;
    this.#ping();
    this.#watch = setInterval(() => this.#ping(), PING_MS);
  }

  /** The reader wants it to end: whether it is there has to be known soon. */
  hurry() {
    this.#ping();
    clearTimeout(this.#limit);
    this.#limit = setTimeout(() => this.#lose(), HURRY_MS);
  }

  /** What was expected has come. */
  relax() {
    clearInterval(this.#watch);
    clearTimeout(this.#limit);
    this.#unanswered = 0;
  }

  /** Take it off the page, without a word. */
  remove() {
    this.#isLost = true;
    this.relax();
    this.port.close();
    this.element.remove();
    this.#connected();
  }

  #ping() {
    if (!this.look()) return;
    if (this.#unanswered >= PINGS_MAX) {
      this.#lose();
      return;
    }
    this.#unanswered += 1;
    this.tell({ kind: "ping" });
  }

  #lose() {
    if (this.#isLost) return;
    this.remove();
    this.onLost();
  }
}
