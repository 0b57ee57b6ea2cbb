/**
 * Which of several tabs may write: one at a time, and another one can take over.
 *
 *     first tab   held ──────────────── lost (taken over) ─▶ waits ─▶ held, when the other is closed
 *     second tab  waits, or takes over ─▶ held ─────────────────────▶ closed
 */

const LOCK = "fieldbook:playground";

export class Tenancy {
  /** @type {AbortController | undefined} */
  #waiting;
  #release = () => {};
  #isOver = false;

  /**
   * @param {LockManager | undefined} locks without one every tab writes, and the store decides
   * @param {{ onHeld: () => void, onLost: () => void }} listener
   */
  constructor(locks, { onHeld, onLost }) {
    this.locks = locks;
    this.onHeld = onHeld;
    this.onLost = onLost;
  }

  /** Whether this tab may write from now on; if not, it will be told when it may. @returns {Promise<boolean>} */
  async begin() {
    this.#isOver = false;
    if (!this.locks) return true;
    const isHeld = await this.#request({ ifAvailable: true });
    if (!isHeld) this.#wait();
    return isHeld;
  }

  /** Write from now on; the tab that did so is told. */
  async takeOver() {
    this.#waiting?.abort();
    if (this.locks) await this.#request({ steal: true });
    this.onHeld();
  }

  end() {
    this.#isOver = true;
    this.#waiting?.abort();
    this.#release();
  }

  #wait() {
    this.#waiting = new AbortController();
    this.#request({ signal: this.#waiting.signal }).then(
      (isHeld) => {
        if (isHeld && !this.#isOver) this.onHeld();
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
          resolve(isHeld);
          return isHeld ? until : undefined;
        })
        .catch((error) => {
          if (!isHeld) reject(error);
          else if (!this.#isOver) {
            this.onLost();
            this.#wait();
          }
        });
    });
  }
}
