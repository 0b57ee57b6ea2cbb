/** The editor of an exercise stays closed until its question is answered, or passed over. */

import { button, html } from "./markup.js";

/** @import { Progress } from "./progress.js" */

export class ExerciseGate {
  /**
   * @param {object} options
   * @param {string} options.id
   * @param {Progress} options.progress
   * @param {(isOpen: boolean) => void} options.onChange
   */
  constructor({ id, progress, onChange }) {
    this.id = id;
    this.progress = progress;
    this.onChange = onChange;
    this.element = html(
      "div",
      { class: "fb-gate", hidden: true },
      html("p", {}, "Read the code, then predict what it does: the editor opens with your answer."),
      html(
        "div",
        { class: "fb-bar" },
        button("Go to the question", () => this.#question()?.querySelector("input")?.focus(), {
          class: "fb-button fb-button--main",
        }),
        button("Open the editor without predicting", () => this.skip()),
      ),
    );
  }

  /** The question's element; an exercise that stands on another page has none there. */
  #question() {
    return document.querySelector(`minivex-predict[exercise="${CSS.escape(this.id)}"]`);
  }

  get isOpen() {
    const work = this.progress.get(this.id);
    if (!this.#question() || work?.predicted) return true;
    return Object.values(work?.versions ?? {}).some(
      (one) => one.text !== null || one.attempts.length > 0,
    );
  }

  /** Closed or open, as the learner's work says. */
  refresh() {
    const { isOpen } = this;
    this.element.hidden = isOpen;
    this.onChange(isOpen);
  }

  skip() {
    const predicted = { choice: null, isRight: null, at: Date.now() };
    this.progress.update(this.id, (work) => {
      work.predicted ??= predicted;
    });
  }
}
