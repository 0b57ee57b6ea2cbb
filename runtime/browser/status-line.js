/** What Python is doing right now: one line, a progress bar while it is on its way, Retry. */

import { button, html } from "./markup.js";
import { unreachable } from "./protocol.js";

/** @import { BootState, PythonClient } from "./client.js" */

/**
 * The words and the share done, for a state of the client.
 *
 * @param {BootState} state
 * @returns {{ text: string, share: number | null }} share is null when nothing is under way
 */
export function describeBoot(state) {
  switch (state.phase) {
    case "idle":
      return { text: "Python starts when you need it", share: null };
    case "downloading":
      if (state.total === 0) return { text: "connecting", share: 0 };
      return {
        text: `${megabytes(state.received)} of ${megabytes(state.total)} MB`,
        share: state.received / state.total,
      };
    case "compiling":
    case "starting":
      return {
        text: `${megabytes(state.received)} of ${megabytes(state.total)} MB · starting Python`,
        share: 1,
      };
    case "restarting":
      return { text: "starting a fresh Python", share: 1 };
    case "ready":
      return { text: "Python is ready", share: null };
    case "failed":
      return { text: state.message, share: null };
    default:
      return unreachable(state);
  }
}

/** @param {number} bytes @returns {string} in units of a million bytes, one decimal */
export function megabytes(bytes) {
  return (bytes / 1_000_000).toFixed(1);
}

export class StatusLine {
  /** @param {PythonClient} client */
  constructor(client) {
    this.client = client;
    this.text = html("span", { class: "fb-status__text" });
    this.fill = html("span", { class: "fb-status__fill" });
    this.bar = html(
      "span",
      {
        class: "fb-status__bar",
        role: "progressbar",
        "aria-label": "Loading Python",
        "aria-valuemin": 0,
        "aria-valuemax": 100,
        hidden: true,
      },
      this.fill,
    );
    this.retry = button("Retry", () => client.prepare().catch(() => {}), { hidden: true });
    this.element = html("div", { class: "fb-status" }, this.bar, this.text, this.retry);
    this.own = "";
  }

  /** @returns {() => void} end of following the client */
  follow() {
    return this.client.subscribe((state) => this.#show(state));
  }

  /** Words that matter more than a ready Python: "running", "stopped". @param {string} text */
  say(text) {
    this.own = text;
    this.#show(this.client.state);
  }

  /** @param {BootState} state */
  #show(state) {
    const { text, share } = describeBoot(state);
    const isBusy = share !== null;
    this.element.dataset.phase = state.phase;
    this.text.textContent = !isBusy && state.phase !== "failed" && this.own ? this.own : text;
    this.bar.hidden = !isBusy;
    this.retry.hidden = state.phase !== "failed";
    if (isBusy) {
      const percent = Math.round(share * 100);
      this.bar.setAttribute("aria-valuenow", String(percent));
      this.bar.setAttribute("aria-valuetext", text);
      this.fill.style.inlineSize = `${percent}%`;
    }
  }
}
