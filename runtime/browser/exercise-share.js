/** Sharing of an exercise: a link of what is on screen, and somebody else's code from a link. */

import { html } from "./markup.js";
import { foreignNotice, onSharedLink, sharePanel } from "./share-panel.js";

/** @import { ExerciseText } from "./exercise-text.js" */
/** @import { Shared } from "./share-link.js" */
/** @import { TimelineView } from "./timeline-view.js" */

export class ExerciseShare {
  /** @type {Shared | undefined} what a link brought, while it is shown */
  #shared;
  /** @type {TimelineView | undefined} of the report that is shown */
  #timeline;

  /**
   * @param {object} options
   * @param {{ id: string, version: string }} options.place
   * @param {ExerciseText} options.text
   * @param {(sentence: string) => void} options.announce
   * @param {() => void} options.onChange somebody else's code is shown, or not any more
   */
  constructor({ place, text, announce, onChange }) {
    this.place = place;
    this.text = text;
    this.announce = announce;
    this.onChange = onChange;
    this.notice = html("div", { hidden: true });
    this.panel = sharePanel({ current: () => this.#current(), announce });
  }

  /** @returns {() => void} end of looking for links */
  follow() {
    return onSharedLink(
      this.place.id,
      (shared) => this.#open(shared),
      (sentence) => {
        this.notice.replaceChildren(html("div", { class: "fb-notice" }, html("p", {}, sentence)));
        this.notice.hidden = false;
        this.announce(sentence);
      },
    );
  }

  get isOpen() {
    return this.#shared !== undefined;
  }

  /** The schedule of a new report, or none; a link may have named a move of it. @param {TimelineView} [view] */
  showsSchedule(view) {
    this.#timeline = view;
    const { moves, step } = this.#shared ?? {};
    if (view && step && moves === view.schedule) view.goTo(step);
  }

  /** @returns {Shared} */
  #current() {
    const { schedule, current } = this.#timeline ?? {};
    const order = schedule ? { moves: schedule, step: current } : {};
    return { ...this.place, code: this.text.editor.text, ...order };
  }

  /** @param {Shared} shared */
  async #open(shared) {
    this.#shared = shared;
    this.text.showForeign(shared.code);
    this.onChange();
    await this.text.progress.ready; // whether there is work that it could push out
    const isOld = shared.version !== this.place.version;
    const old = isOld ? "The exercise was revised since the link was made. " : "";
    const order = shared.moves ? `Check it, and see the order ${shared.moves}.` : "";
    const own = () => this.#close(() => this.text.showOwn());
    const keep = () => this.#close(() => this.text.adoptForeign());
    const actions = [{ name: "Back to my own code", act: own }];
    if (!this.text.hasOwn) actions.push({ name: "Keep it as mine", act: keep });
    this.notice.replaceChildren(foreignNotice({ note: `${old}${order}`, actions }));
    this.notice.hidden = false;
    this.announce("The code in the editor is somebody else's; nothing of it has run.");
  }

  /** @param {() => void} then */
  #close(then) {
    this.#shared = undefined;
    this.notice.hidden = true;
    history.replaceState(history.state, "", location.pathname + location.search);
    then();
    this.onChange();
    this.text.editor.focus();
  }
}
