/** The learner's text of an exercise: kept on this device, reset to the starter, brought back. */

import { Editor } from "./editor.js";
import { button, html } from "./markup.js";
import { ResetButtons } from "./reset-buttons.js";
import { SavedText } from "./saved-text.js";

/** @import { Place } from "./saved-text.js" */

export class ExerciseText {
  /**
   * @param {object} options
   * @param {Place} options.place
   * @param {string} options.starter
   * @param {() => void} options.onSubmit
   * @param {(sentence: string) => void} options.announce to a screen reader
   */
  constructor({ place, starter, onSubmit, announce }) {
    this.saved = new SavedText(place);
    this.starter = starter;
    this.editor = new Editor({
      text: this.saved.load() ?? starter,
      submits: "checks",
      onChange: () => this.#onEdit(),
      onSubmit,
    });
    this.notice = html("p", { class: "fb-notice", hidden: true });
    this.resets = new ResetButtons({
      reset: () => {
        const before = this.editor.text;
        this.editor.text = starter;
        this.saved.forget();
        this.editor.showNotes([]);
        announce("The text is the starter again.");
        return before;
      },
      bringBack: (text) => {
        this.put(text);
        announce("Your text is back.");
      },
    });
    this.#offerOtherVersion();
  }

  /** Replace the text as if it had been typed. @param {string} text */
  put(text) {
    this.editor.text = text;
    this.saved.save(text);
  }

  #onEdit() {
    if (!this.saved.save(this.editor.text)) {
      this.#notify("This browser keeps nothing for this site: copy your text before you leave.");
    }
    this.editor.showNotes([]);
    this.resets.forget();
  }

  #offerOtherVersion() {
    if (this.saved.load() !== null) return;
    const other = this.saved.loadOfOtherVersion();
    if (other === null) return;
    this.#notify("You wrote something for an earlier version of this exercise. ");
    this.notice.append(
      button("Bring it back", () => {
        this.put(other);
        this.notice.hidden = true;
      }),
    );
  }

  /** @param {string} text */
  #notify(text) {
    this.notice.replaceChildren(text);
    this.notice.hidden = false;
  }
}
