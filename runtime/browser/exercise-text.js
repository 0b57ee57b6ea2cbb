/**
 * The learner's text of an exercise: kept on this device, reset to the starter, brought back.
 *
 *     starter ─▶ own text, kept at every keystroke ─▶ a newer version of the exercise: keep, take, compare
 *     a shared link ─▶ somebody else's text, kept nowhere, until the reader goes back to the own one
 */

import { Editor } from "./editor.js";
import { button, html } from "./markup.js";
import { ResetButtons } from "./reset-buttons.js";
import { SavedText } from "./saved-text.js";
import { offerOtherVersion, showNotice } from "./version-offer.js";

/** @import { Place } from "./saved-text.js" */
/** @import { Progress } from "./progress.js" */

const NOTHING_KEPT =
  "This browser keeps nothing for this site: your work lasts until you leave the page.";

export class ExerciseText {
  /** The code is somebody else's, from a link: nothing of it is kept. */
  isForeign = false;
  /** The page sets the text; it was not typed. */
  #isPutting = false;
  /** What was last taken from or given to the store. */
  #known = "";
  #isLoaded = false;

  /**
   * @param {object} options
   * @param {Place} options.place
   * @param {Progress} options.progress
   * @param {string} options.starter
   * @param {() => void} options.onSubmit
   * @param {(sentence: string) => void} options.announce to a screen reader
   */
  constructor({ place, progress, starter, onSubmit, announce }) {
    this.place = place;
    this.progress = progress;
    this.saved = new SavedText(place, progress, starter);
    this.starter = starter;
    this.announce = announce;
    this.#known = starter;
    this.editor = new Editor({
      text: starter,
      place: `${place.id}@${place.version}`,
      submits: "checks",
      onChange: () => this.#onEdit(),
      onSubmit,
    });
    this.notice = html("div", { class: "fb-notice", hidden: true });
    this.resets = new ResetButtons({
      reset: () => {
        const before = this.editor.text;
        this.#show(starter);
        if (!this.isForeign) this.saved.forget();
        this.editor.showNotes([]);
        announce("The text is the starter again.");
        return before;
      },
      bringBack: (text) => {
        this.put(text);
        announce("Your text is back.");
      },
    });
  }

  /** @returns {() => void} end of following what other tabs keep */
  follow() {
    this.progress.ready.then(() => this.#load());
    const following = this.progress.subscribe((id) => {
      if (this.#isLoaded && (id === null || id === this.place.id)) this.#onKept();
    });
    return () => {
      following();
      if (!this.isForeign) this.editor.remember();
    };
  }

  /** Replace the text as if it had been typed. @param {string} text */
  put(text) {
    this.#show(text);
    this.save();
  }

  /** Keep the text as it is now. */
  save() {
    if (this.isForeign) return;
    this.#known = this.editor.text;
    if (this.#isLoaded && this.#known === (this.saved.load() ?? this.starter)) return;
    if (!this.saved.save(this.#known)) this.#notify(NOTHING_KEPT);
  }

  /** Show somebody else's code. The reader's own stays as it is. @param {string} text */
  showForeign(text) {
    this.isForeign = true;
    this.notice.hidden = true;
    this.#show(text);
  }

  /** The reader's own code again. */
  showOwn() {
    this.isForeign = false;
    this.#show(this.saved.load() ?? this.starter);
  }

  /** Take somebody else's code over; only where there is no own one that it could push out. */
  adoptForeign() {
    this.isForeign = false;
    this.save();
  }

  get hasOwn() {
    return this.saved.load() !== null;
  }

  /** @param {string} text @param {{ isFirst?: boolean }} [options] isFirst: nothing to go back to */
  #show(text, { isFirst = false } = {}) {
    this.#isPutting = true;
    if (isFirst) this.editor.begin(text);
    else this.editor.text = text;
    this.#isPutting = false;
    if (!this.isForeign) this.#known = text;
  }

  #load() {
    if (this.#isLoaded) return;
    this.#isLoaded = true;
    if (this.progress.keeping === "memory") this.#notify(NOTHING_KEPT);
    if (this.isForeign) return;
    if (this.editor.text !== this.starter) {
      this.save(); // somebody was faster than the store
      return;
    }
    const text = this.saved.load();
    if (text !== null) this.#show(text, { isFirst: true });
    else this.#offerOtherVersion();
  }

  #onEdit() {
    if (!this.#isPutting) {
      this.save();
      this.resets.forget();
    }
    this.editor.showNotes([]);
  }

  /** Another tab, or an import, has changed what is kept. */
  #onKept() {
    const kept = this.saved.load() ?? this.starter;
    if (this.isForeign || kept === this.#known) return;
    if (this.editor.text === this.#known && !this.editor.element.contains(document.activeElement)) {
      this.#show(kept);
      return;
    }
    this.#notify("Your text of this exercise was changed in another tab. ", [
      button("Show that text", () => {
        this.#show(kept);
        this.notice.hidden = true;
      }),
      button("Keep this one", () => {
        this.saved.save(this.editor.text);
        this.#known = this.editor.text;
        this.notice.hidden = true;
      }),
    ]);
  }

  #offerOtherVersion() {
    offerOtherVersion({
      saved: this.saved,
      starter: this.starter,
      noun: "exercise",
      notice: this.notice,
      put: (text) => this.put(text),
      onChosen: (sentence) => {
        this.announce(sentence);
        this.editor.focus();
      },
    });
  }

  /** @param {string} text @param {HTMLElement[]} [buttons] */
  #notify(text, buttons = []) {
    showNotice(this.notice, text, buttons);
  }
}
