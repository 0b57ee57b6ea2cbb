/** The playground's clock: the time, what is due next, and the buttons that let time pass. */

import { button, html, setEnabled } from "./markup.js";
import { count, size, span, utc } from "./playground-words.js";

/** @import { BenchReady } from "./playground-protocol.js" */
/** @import { Op } from "./playground-session.js" */

const SPANS = [
  { name: "+1 min", label: "Let 1 minute pass", ms: 60_000 },
  { name: "+1 h", label: "Let 1 hour pass", ms: 3_600_000 },
  { name: "+1 day", label: "Let 1 day pass", ms: 86_400_000 },
];

export class ClockStrip {
  #hasNext = false;
  #isBusy = false;

  /** @param {{ onAsk: (op: Op) => void }} actions */
  constructor({ onAsk }) {
    this.time = html("time", { class: "fb-pg__time" }, "–");
    this.next = html("span", { class: "fb-pg__hint" }, "The clock begins with the first push.");
    this.step = button("Step to the next job", () => onAsk({ op: "step" }));
    this.spans = SPANS.map(({ name, label, ms }) =>
      button(name, () => onAsk({ op: "advance", ms }), { "aria-label": `${name}: ${label}` }),
    );
    this.crash = button("Crash and restart", () => onAsk({ op: "crash" }));
    this.said = html("div", { class: "fb-pg__hint fb-pg__said" });
    this.element = html(
      "section",
      { class: "fb-pg__panel fb-pg__clock", "aria-label": "Clock" },
      html("div", { class: "fb-pg__now" }, this.time, html("span", {}, " UTC "), this.next),
      html("div", { class: "fb-bar" }, this.step, ...this.spans, this.crash),
      this.said,
    );
    this.#enable();
  }

  /** @param {boolean} isBusy */
  set busy(isBusy) {
    this.#isBusy = isBusy;
    this.#enable();
  }

  /** @param {BenchReady} reply @returns {string} what there is to say of a step, a leap or a crash */
  show({ clock, ran, crashed, output }) {
    this.time.textContent = utc(clock.now);
    this.time.dateTime = new Date(clock.now).toISOString();
    const { next } = clock;
    this.#hasNext = next !== null;
    this.next.textContent = next
      ? `next: a ${next.what} ${next.at > clock.now ? `in ${span(next.at - clock.now)}` : "due now"}`
      : "nothing is due";
    let said = "";
    if (ran) {
      const failed = ran.jobs.filter((job) => job.error);
      const labels = ran.jobs.slice(0, 3).map((job) => job.label);
      said = ran.count === 0 ? "Nothing ran." : `${count(ran.count, "job")} ran`;
      if (ran.count > 0) said += `: ${labels.join(", ")}${ran.count > 3 ? ", …" : ""}.`;
      if (failed.length > 0) said += ` ${failed[0].label} failed: ${failed[0].error}`;
    }
    if (crashed) {
      const records = count(crashed.records, "record");
      said = `The backend lost its memory and read ${records} (${size(crashed.bytes)}) of its log again.`;
    }
    const printed =
      ran && output ? html("pre", { tabindex: 0, "aria-label": "Printed by jobs" }, output) : "";
    this.said.replaceChildren(said, printed);
    this.#enable();
    return said;
  }

  #enable() {
    const isOn = !this.#isBusy && this.time.dateTime !== "";
    for (const one of [...this.spans, this.crash]) setEnabled(one, isOn);
    setEnabled(this.step, isOn && this.#hasNext);
  }
}
