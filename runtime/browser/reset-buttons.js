/** Reset, and Undo reset for the one who did not mean it. */

import { button, setEnabled } from "./markup.js";

export class ResetButtons {
  /** @type {string | undefined} what Undo reset brings back */
  #before;

  /**
   * @param {{ reset: () => string, bringBack: (text: string) => void }} actions `reset` returns the
   *   text that was there
   */
  constructor({ reset, bringBack }) {
    this.reset = button("Reset", () => {
      this.#before = reset();
      this.undo.hidden = false;
    });
    this.undo = button(
      "Undo reset",
      () => {
        if (this.#before === undefined) return;
        bringBack(this.#before);
        this.forget();
        this.reset.focus();
      },
      { hidden: true },
    );
    this.parts = [this.reset, this.undo];
  }

  /** There is a newer text; the one before the reset is not offered any more. */
  forget() {
    this.#before = undefined;
    this.undo.hidden = true;
  }

  /** @param {boolean} isEnabled */
  setEnabled(isEnabled) {
    setEnabled(this.reset, isEnabled);
  }
}
