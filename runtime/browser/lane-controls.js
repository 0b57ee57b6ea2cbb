/** The buttons of the lab: which lane moves, back, restart, and the check at the commit. */

import { button, html, setEnabled } from "./markup.js";

/** @import { Isolation } from "./protocol.js" */

export const LANES = ["a", "b"];

/**
 * @typedef {object} LaneActions
 * @property {(lane: string) => void} onMove
 * @property {() => void} onBack
 * @property {() => void} onRestart
 * @property {() => void} onIsolation the check is another one now
 */

export class LaneControls {
  /** @param {LaneActions} actions */
  constructor({ onMove, onBack, onRestart, onIsolation }) {
    this.moves = LANES.map((lane) =>
      button(`Move ${lane}`, () => onMove(lane), {
        class: `fb-button fb-move-button fb-lane-${lane}`,
      }),
    );
    this.nexts = LANES.map((lane) => html("span", { class: `fb-next fb-lane-${lane}` }));
    this.back = button("Back", onBack);
    this.restart = button("Restart", onRestart);
    this.occ = button(
      "OCC",
      () => {
        this.occ.setAttribute("aria-checked", String(!this.#isChecking()));
        this.compares.disabled = !this.#isChecking();
        onIsolation();
      },
      { class: "fb-switch", role: "switch", "aria-checked": "true" },
    );
    this.compares = html(
      "select",
      { class: "fb-compares", onchange: onIsolation },
      html("option", { value: "serializable" }, "reads with writes, as on Convex"),
      html("option", { value: "snapshot" }, "only writes with writes (snapshot)"),
    );
    this.rest = html("div", { class: "fb-controls__rest" }, this.back, this.restart, this.occ);
    this.element = html(
      "div",
      { class: "fb-controls" },
      ...LANES.map((_, at) =>
        html("div", { class: "fb-controls__lane" }, this.moves[at], this.nexts[at]),
      ),
      this.rest,
      html("label", { class: "fb-controls__check" }, "It compares ", this.compares),
    );
    // The lanes can be moved before it is known where they stand: the first replay will tell.
    setEnabled(this.back, false);
    setEnabled(this.restart, false);
  }

  /** @returns {Isolation} */
  get isolation() {
    return this.#isChecking() ? /** @type {Isolation} */ (this.compares.value) : "none";
  }

  /** Set without a word to `onIsolation`. */
  set isolation(isolation) {
    const isChecking = isolation !== "none";
    this.occ.setAttribute("aria-checked", String(isChecking));
    this.compares.disabled = !isChecking;
    if (isChecking) this.compares.value = isolation;
  }

  #isChecking() {
    return this.occ.getAttribute("aria-checked") === "true";
  }

  /**
   * @param {Record<string, string | null>} next what each lane would do; null when it is done
   * @param {{ hasMoved: boolean }} options
   */
  showNext(next, { hasMoved }) {
    for (const [at, lane] of LANES.entries()) {
      setEnabled(this.moves[at], Boolean(next[lane]));
      this.nexts[at].textContent =
        lane in next ? `next: ${next[lane] ?? "nothing, it is done"}` : "";
    }
    setEnabled(this.back, hasMoved);
    setEnabled(this.restart, hasMoved);
  }
}
