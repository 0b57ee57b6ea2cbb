/**
 * <minivex-replay>: the learner's own passing code once more, with the check at the commit off.
 *
 *     closed until an answer has passed ─▶ play ─▶ the order that breaks it  ⇄  the same order, checked
 */

import { fetchContent } from "./lab-content.js";
import { button, html, setEnabled } from "./markup.js";
import { errorView } from "./report-view.js";
import { idsOf } from "./standing-view.js";
import { StatusLine } from "./status-line.js";
import { TimelineView } from "./timeline-view.js";

/** @import { PythonClient } from "./client.js" */
/** @import { Played, Replayed } from "./protocol.js" */
/** @import { Progress } from "./progress.js" */

const WITHOUT = {
  none: "nothing is compared at the commit",
  snapshot: "only writes are compared with writes at the commit",
  serializable: "what was read is compared at the commit",
};

export class ReplayView {
  /** @type {Replayed | undefined} */
  #found;
  /** @type {string | undefined} the code that #found is about */
  #source;

  /** @param {HTMLElement} host @param {PythonClient} client @param {Progress} progress */
  constructor(host, client, progress) {
    this.client = client;
    this.progress = progress;
    this.place = idsOf(host);
    this.words = html("p", {});
    this.play = button("Play my code without the check", () => this.#play(), {
      class: "fb-button fb-button--main",
    });
    this.occ = button("OCC", () => this.#switch(), {
      class: "fb-switch",
      role: "switch",
      "aria-checked": "false",
      hidden: true,
    });
    this.status = new StatusLine(client);
    this.status.element.hidden = true;
    this.verdict = html("p", { class: "fb-verdict" });
    this.timeline = new TimelineView({ of: " without the check" });
    this.timeline.element.hidden = true;
    this.error = html("div", {});
    this.live = html("div", { class: "fb-live", role: "status" });
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab fb-replay", role: "group", "aria-label": "Without the check" },
        html(
          "div",
          { class: "fb-lab__work" },
          this.words,
          html("div", { class: "fb-bar" }, this.play, this.occ),
          this.status.element,
          this.error,
          this.verdict,
          this.timeline.element,
        ),
      ),
      this.live,
    );
  }

  start() {
    this.progress.ready.then(() => this.#refresh());
    return [
      this.status.follow(),
      this.progress.subscribe((id) => {
        if (id === null || id === this.place.id) this.#refresh();
      }),
    ];
  }

  get #passed() {
    return this.progress.get(this.place.id)?.versions[this.place.version]?.passed ?? null;
  }

  #refresh() {
    const { text } = this.#passed ?? {};
    this.play.hidden = text === undefined || (this.#found !== undefined && text === this.#source);
    this.words.textContent =
      text === undefined
        ? "When your answer has passed, it is played here once more with the check at the commit off."
        : "Your own code, as it passed. This looks for the smallest order that breaks it when commits are compared with less.";
  }

  async #play() {
    const source = this.#passed?.text;
    if (source === undefined) return;
    setEnabled(this.play, false);
    this.status.element.hidden = false;
    this.live.textContent = "Looking for an order that breaks it.";
    const said = await this.#run(source);
    setEnabled(this.play, true);
    this.status.element.hidden = this.client.state.phase === "ready";
    this.error.replaceChildren();
    if (typeof said === "string") {
      this.verdict.textContent = this.live.textContent = said;
      return;
    }
    this.#found = said;
    this.#source = source;
    this.occ.hidden = said.off === null;
    this.occ.setAttribute("aria-checked", "false");
    if (said.error) {
      this.error.replaceChildren(errorView(said.error, { goToLine() {}, pointAtLine() {} }));
    }
    this.#show();
    this.#refresh();
  }

  /** @param {string} source @returns {Promise<Replayed | string>} */
  async #run(source) {
    try {
      const { id, version } = this.place;
      const exercise = await fetchContent(this.client.assets, id, version);
      const outcome = await this.client.run({ kind: "replay", exercise, source });
      if (outcome.kind === "stopped") return "It was stopped.";
      if (outcome.kind !== "reply") return `${outcome.message}. Press the button to try again.`;
      const { reply } = outcome;
      if (reply.kind === "replayed") return reply;
      return reply.kind === "refused" ? reply.message : `The lab kit answered with ${reply.kind}.`;
    } catch (error) {
      return `${error instanceof Error ? error.message : error}. Press the button to try again.`;
    }
  }

  #switch() {
    const isOn = this.occ.getAttribute("aria-checked") !== "true";
    this.occ.setAttribute("aria-checked", String(isOn));
    this.#show();
  }

  #show() {
    if (!this.#found) return;
    const { off, on, orders } = this.#found;
    const isOn = this.occ.getAttribute("aria-checked") === "true";
    const shown = isOn ? on : off;
    this.timeline.element.hidden = shown === null;
    this.verdict.dataset.verdict = shown?.sentence ? "broken" : "kept";
    this.verdict.textContent = shown
      ? sentenceOf(shown, isOn)
      : `No order breaks your code, even when nothing is compared: all ${orders.toLocaleString("en-US")} were tried. What it decides by cannot be overtaken.`;
    if (shown) this.timeline.show(shown.timeline);
    this.live.textContent = this.verdict.textContent;
  }
}

/** @param {Played} played @param {boolean} isOn */
function sentenceOf({ timeline, sentence }, isOn) {
  if (!isOn)
    return `The order ${timeline.schedule}, when ${WITHOUT[timeline.isolation]}: ${sentence}`;
  const refused = timeline.moves.filter((move) => move.kind === "conflict").length;
  const again =
    refused === 1
      ? "one commit was refused and its call ran again"
      : `${refused} commits were refused and their calls ran again`;
  return sentence ?? `The same order with the check on: ${again}, and the rule holds.`;
}
