/**
 * Which of several tabs may write: one at a time, and another one can take over.
 *
 *     first tab   held ──── asked: writes all it has ─▶ lost ─▶ waits ─▶ held, when the other is closed
 *     second tab  waits, or asks for it ──────────────▶ held ──────────▶ closed
 *
 * A tab that does not answer, because it is frozen or busy, loses the lock all the same; what it writes
 * then is refused by the store.
 */

const LOCK = "fieldbook:playground";
const ASK = "yield";
/** For the other tab to write what it has. */
const PATIENCE_MS = 1_500;

export class Tenancy {
  /** @type {AbortController | undefined} */
  #waiting;
  #release = () => {};
  #isOver = false;
  #isHeld = false;

  /**
   * @param {LockManager | undefined} locks without one every tab writes, and the store decides
   * @param {object} listener
   * @param {(wasAsked: boolean) => void} listener.onHeld wasAsked: by the reader, in this tab
   * @param {() => void} listener.onLost
   * @param {() => Promise<void>} listener.onAsked another tab wants it: write what is not written
   * @param {BroadcastChannel} [channel] to the other tabs
   */
  constructor(locks, { onHeld, onLost, onAsked }, channel) {
    this.locks = locks;
    this.onHeld = onHeld;
    this.onLost = onLost;
    this.onAsked = onAsked;
    this.channel = channel;
    channel?.addEventListener("message", ({ data }) => {
      if (data === ASK && this.#isHeld) this.#yield();
    });
  }

  /** Whether this tab may write from now on; if not, it will be told when it may. @returns {Promise<boolean>} */
  async begin() {
    this.#isOver = false;
    if (!this.locks) return true;
    const isHeld = await this.#request({ ifAvailable: true });
    if (!isHeld) this.#wait();
    return isHeld;
  }

  /** Write from now on; the tab that did so writes what it has, and is told. */
  async takeOver() {
    this.#waiting?.abort();
    if (this.locks) {
      const isGiven = await this.#ask();
      if (!isGiven) await this.#request({ steal: true });
    }
    this.onHeld(true);
  }

  end() {
    this.#isOver = true;
    this.#waiting?.abort();
    this.#release();
    this.channel?.close();
  }

  /** @returns {Promise<boolean>} whether the other tab gave it away in time */
  async #ask() {
    if (!this.channel) return false;
    this.channel.postMessage(ASK);
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    try {
      return await this.#request({ signal: patience.signal });
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  async #yield() {
    this.#isHeld = false;
    await this.onAsked();
    if (this.#isOver) return;
    this.#release();
    this.onLost();
    this.#wait();
  }

  #wait() {
    this.#waiting = new AbortController();
    this.#request({ signal: this.#waiting.signal }).then(
      (isHeld) => {
        if (isHeld && !this.#isOver) this.onHeld(false);
      },
      () => {}, // aborted: the lock came another way, or the page is left
    );
  }

  /** @param {LockOptions} options @returns {Promise<boolean>} kept as soon as the lock is held, or not to be had */
  #request(options) {
    return new Promise((resolve, reject) => {
      /** @type {Promise<void>} */
      const until = new Promise((release) => {
        this.#release = release;
      });
      let isHeld = false;
      this.locks
        ?.request(LOCK, options, (lock) => {
          isHeld = lock !== null;
          this.#isHeld = isHeld;
          resolve(isHeld);
          return isHeld ? until : undefined;
        })
        .catch((error) => {
          if (!isHeld) reject(error);
          else if (!this.#isOver) {
            this.#isHeld = false;
            this.onLost();
            this.#wait();
          }
        });
    });
  }
}
