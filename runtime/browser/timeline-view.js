/**
 * A schedule as a picture and, with the same words, as a table.
 *
 * The picture is one slider to the keyboard and to a screen reader: its value is the move, its
 * text is the move's sentence. Arrow keys, a click or Previous and Next go from move to move.
 */

import { button, html, setEnabled } from "./markup.js";
import { drawTimeline } from "./timeline-drawing.js";
import { layOut } from "./timeline-layout.js";
import { moveSentence, moveTable } from "./timeline-words.js";

/** @import { Move, Timeline } from "./protocol.js" */

const FALLBACK_WIDTH = 340;
const NO_MOVE = "No move yet.";

export class TimelineView {
  /** @type {Timeline | undefined} */
  #timeline;
  #current = 0;
  #width = FALLBACK_WIDTH;

  /** @param {{ onMove?: (move: Move | undefined) => void, of?: string }} [options] of: whose schedule */
  constructor({ onMove = () => {}, of = "" } = {}) {
    this.onMove = onMove;
    this.canvas = html("div", {
      class: "fb-timeline__canvas",
      role: "slider",
      tabindex: 0,
      "aria-label": "Moves of the schedule",
      "aria-orientation": "vertical",
      "aria-valuemin": 0,
      "aria-valuemax": 0,
      "aria-valuenow": 0,
      "aria-valuetext": NO_MOVE,
      onkeydown: (event) => this.#onKey(event),
    });
    this.sentence = html("p", { class: "fb-timeline__sentence" });
    // The slider says its own value; a press of Previous or Next is said here.
    this.live = html("p", { class: "fb-live", role: "status" });
    this.previous = button("Previous move", () => this.#step(-1));
    this.next = button("Next move", () => this.#step(1));
    for (const one of [this.previous, this.next]) setEnabled(one, false);
    this.caption = html(
      "div",
      { class: "fb-timeline__caption" },
      this.sentence,
      html("div", { class: "fb-timeline__buttons" }, this.previous, this.next),
    );
    this.table = html("div", { class: "fb-timeline__table", tabindex: 0, role: "region" });
    this.table.setAttribute("aria-label", `The schedule${of} as a table`);
    this.element = html(
      "div",
      { class: "fb-timeline" },
      this.canvas,
      this.caption,
      this.live,
      html(
        "details",
        { class: "fb-timeline__details" },
        html("summary", {}, "The same as a table"),
        this.table,
      ),
    );
    this.sizes = new ResizeObserver(() => this.#onResize());
    this.sizes.observe(this.canvas);
  }

  /**
   * @param {Timeline} timeline
   * @param {number} [current] the move to show, the last one if left out
   */
  show(timeline, current = timeline.moves.length) {
    this.#timeline = timeline;
    this.table.replaceChildren(moveTable(timeline));
    this.#width = this.canvas.clientWidth || this.#width;
    this.#go(Math.min(current, timeline.moves.length), { isSilent: true });
  }

  /** Which order is shown, as its id. */
  get schedule() {
    return this.#timeline?.schedule ?? "";
  }

  /** Which move is marked. */
  get current() {
    return this.#current;
  }

  /** Mark a move. @param {number} n */
  goTo(n) {
    const count = this.#timeline?.moves.length ?? 0;
    if (count > 0) this.#go(Math.min(Math.max(n, 1), count));
  }

  get hasTimeline() {
    return this.#timeline !== undefined;
  }

  #onResize() {
    const width = this.canvas.clientWidth;
    if (width === 0 || width === this.#width) return;
    this.#width = width;
    this.#draw();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const count = this.#timeline?.moves.length ?? 0;
    /** @type {Record<string, number>} */
    const targets = {
      ArrowDown: this.#current + 1,
      ArrowRight: this.#current + 1,
      ArrowUp: this.#current - 1,
      ArrowLeft: this.#current - 1,
      Home: 1,
      End: count,
    };
    if (!(event.key in targets) || count === 0) return;
    event.preventDefault();
    this.#go(Math.min(Math.max(targets[event.key], 1), count));
  }

  /** @param {number} by */
  #step(by) {
    const count = this.#timeline?.moves.length ?? 0;
    this.#go(Math.min(Math.max(this.#current + by, 1), count));
    this.live.textContent = this.sentence.textContent;
  }

  /** @param {number} n @param {{ isSilent?: boolean }} [options] silent: the caller knows */
  #go(n, { isSilent = false } = {}) {
    if (!this.#timeline) return;
    this.#current = n;
    const { moves } = this.#timeline;
    const move = moves.find((one) => one.n === n);
    const text = move ? moveSentence(move, moves.length) : NO_MOVE;
    this.sentence.textContent = text;
    this.canvas.setAttribute("aria-valuemax", String(moves.length));
    this.canvas.setAttribute("aria-valuenow", String(n));
    this.canvas.setAttribute("aria-valuetext", text);
    setEnabled(this.previous, n > 1);
    setEnabled(this.next, n < moves.length);
    this.#draw();
    if (!isSilent) this.onMove(move);
  }

  #draw() {
    if (!this.#timeline) return;
    const layout = layOut(this.#timeline, this.#width);
    this.canvas.replaceChildren(
      drawTimeline(layout, this.#timeline, this.#current, (n) => this.#go(n)),
    );
  }
}
