/**
 * The frames of one run: a slider, the picture, its sentence, and the same as a table.
 *
 * A view is a module that draws what a frame's `picture` says, and nothing else; it is fetched when
 * the first frame is there. The keyboard and a screen reader have one slider, whose text is the
 * frame's sentence.
 */

import { moveFrom, placesIn } from "./film-motion.js";
import { button, html, setEnabled } from "./markup.js";

/** @import { Frame, SettingValues } from "./protocol.js" */

/**
 * @typedef {object} DrawOptions
 * @property {number} width what there is, in CSS pixels
 * @property {boolean} reducedMotion
 * @property {(id: string, value: SettingValues[string]) => void} choose set a control of the scene
 *
 * @typedef {(picture: any, options: DrawOptions) => HTMLElement | SVGElement} Draw
 */

/** @type {Record<string, () => Promise<{ draw: Draw }>>} what only some pages have is a chunk of its own */
const VIEWS = {
  clock: () => import("./views/clock.js"),
  "index-list": () => import("./views/index-list.js"),
  "kill-switch": () => import("./views/kill-switch.js"),
  "read-set": () => import("./views/read-set.js"),
  subscriptions: () => import("./views/subscriptions.js"),
};

const FALLBACK_WIDTH = 600;
const PLAY_MS = 900;

export class FilmView {
  /** @type {Frame[]} */
  #frames = [];
  #current = 0;
  #width = FALLBACK_WIDTH;
  /** @type {Draw | undefined} */
  #draw;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #playing;

  /**
   * @param {object} options
   * @param {string} options.view
   * @param {(frame: Frame) => void} options.onFrame the reader went to it
   * @param {(id: string, value: SettingValues[string]) => void} options.onSetting chosen in the picture
   * @param {HTMLElement} options.link copies a link to the step
   */
  constructor({ view, onFrame, onSetting, link }) {
    this.view = view;
    this.onFrame = onFrame;
    this.onSetting = onSetting;
    this.slider = html("input", {
      type: "range",
      class: "fb-range fb-film__slider",
      min: 1,
      max: 1,
      value: 1,
      "aria-label": "Step",
      oninput: () => this.#step(Number(this.slider.value) - 1),
    });
    this.count = html("span", { class: "fb-film__count" });
    this.previous = button("Previous", () => this.#step(this.#current - 1));
    this.next = button("Next", () => this.#step(this.#current + 1));
    this.play = button("Play", () => this.#togglePlay());
    this.canvas = html("div", { class: "fb-film__canvas" });
    this.sentence = html("p", { class: "fb-film__sentence" });
    this.broken = html("p", { class: "fb-film__broken", hidden: true });
    // The slider says its own text; a press of a button is said here.
    this.live = html("p", { class: "fb-live", role: "status" });
    this.table = html("div", { class: "fb-film__table", tabindex: 0, role: "region" });
    this.table.setAttribute("aria-label", "This step as a table");
    this.element = html(
      "div",
      { class: "fb-film", hidden: true },
      html(
        "div",
        { class: "fb-film__bar" },
        ...[this.previous, this.next, this.play, this.slider, this.count, link],
      ),
      this.sentence,
      this.broken,
      this.canvas,
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

  /** Which frame is shown, from 0. */
  get current() {
    return this.#current;
  }

  /**
   * Another run: the reader stays at the step where they were, as far as there is one.
   *
   * @param {Frame[]} frames
   * @param {number} [at] the frame to go to instead
   */
  async show(frames, at) {
    const isNew = this.#frames.length === 0;
    this.#frames = frames;
    this.element.hidden = frames.length === 0;
    if (frames.length === 0) {
      this.#stopPlaying();
      return;
    }
    this.slider.max = String(frames.length);
    this.#current = Math.min(at ?? (isNew ? 0 : this.#current), frames.length - 1);
    await this.#loadView();
    this.#width = this.canvas.clientWidth || this.#width;
    this.#show();
  }

  /** Another scene: what is shown is of no use to it. */
  forget() {
    this.#stopPlaying();
    this.#frames = [];
    this.#current = 0;
    this.element.hidden = true;
  }

  /** @param {number} at */
  goTo(at) {
    if (this.#frames.length > 0) this.#step(at);
  }

  async #loadView() {
    const load = VIEWS[this.view];
    if (!load) throw new Error(`There is no view ${this.view}.`);
    this.#draw ??= (await load()).draw;
  }

  /** @param {number} at */
  #step(at) {
    const next = Math.min(Math.max(at, 0), this.#frames.length - 1);
    if (next === this.#current) return;
    this.#current = next;
    this.#show();
    const frame = this.#frames[next];
    if (document.activeElement !== this.slider) this.live.textContent = spoken(frame);
    this.onFrame(frame);
  }

  #show() {
    const frame = this.#frames[this.#current];
    const count = this.#frames.length;
    if (!frame || !this.#draw) return;
    this.slider.value = String(this.#current + 1);
    this.slider.setAttribute(
      "aria-valuetext",
      `${this.#current + 1} of ${count}: ${spoken(frame)}`,
    );
    this.count.textContent = `${this.#current + 1} of ${count}`;
    this.sentence.textContent = frame.title;
    this.broken.textContent = frame.broken ?? "";
    this.broken.hidden = frame.broken === null;
    setEnabled(this.previous, this.#current > 0);
    setEnabled(this.next, this.#current < count - 1);
    const before = isMotionReduced() ? null : placesIn(this.canvas);
    this.canvas.replaceChildren(
      this.#draw(frame.picture, {
        width: this.#width,
        reducedMotion: isMotionReduced(),
        choose: this.onSetting,
      }),
    );
    if (before) moveFrom(this.canvas, before);
    this.table.replaceChildren(frameTable(frame));
  }

  #togglePlay() {
    if (this.#playing !== undefined) {
      this.#stopPlaying();
      return;
    }
    if (this.#current === this.#frames.length - 1) this.#step(0);
    this.play.textContent = "Pause";
    this.#playing = setInterval(() => {
      if (!this.element.isConnected || this.#current >= this.#frames.length - 1) {
        this.#stopPlaying();
      } else this.#step(this.#current + 1);
    }, PLAY_MS);
  }

  #stopPlaying() {
    clearInterval(this.#playing);
    this.#playing = undefined;
    this.play.textContent = "Play";
  }

  #onResize() {
    const width = this.canvas.clientWidth;
    if (width === 0 || width === this.#width) return;
    this.#width = width;
    this.#show();
  }
}

function isMotionReduced() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** @param {Frame} frame */
function spoken({ title, broken }) {
  return broken ? `${title} ${broken}` : title;
}

/** @param {Frame} frame */
function frameTable({ table: { caption, columns, rows } }) {
  return html(
    "table",
    { class: "fb-table" },
    html("caption", {}, caption),
    html("thead", {}, html("tr", {}, ...columns.map((text) => html("th", { scope: "col" }, text)))),
    html(
      "tbody",
      {},
      ...rows.map(([head, ...cells]) =>
        html(
          "tr",
          {},
          html("th", { scope: "row" }, head),
          ...cells.map((text) => html("td", {}, text)),
        ),
      ),
    ),
  );
}
