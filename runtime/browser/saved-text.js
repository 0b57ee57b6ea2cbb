/**
 * The learner's text of one exercise or scene, by content version.
 *
 * A new version does not delete an older one's text. Where the starter is the same in both, the text
 * goes on by itself; where it is not, the reader is asked.
 */

import { digest } from "./work-record.js";

/** @import { Progress } from "./progress.js" */

/**
 * @typedef {object} Place
 * @property {string} id of an exercise, or of a lab and its scene
 * @property {string} version
 */

export class SavedText {
  /** @param {Place} place @param {Progress} progress @param {string} starter */
  constructor({ id, version }, progress, starter) {
    this.progress = progress;
    this.place = { id, version, starter: digest(starter) };
  }

  /** @returns {string | null} null: nothing but the starter */
  load() {
    return this.progress.get(this.place.id)?.versions[this.place.version]?.text ?? null;
  }

  /** @param {string} text @returns {boolean} whether it will be there after a reload */
  save(text) {
    this.progress.saveText(this.place, text);
    return this.progress.keeping !== "memory";
  }

  forget() {
    this.progress.saveText(this.place, null);
  }

  /**
   * The newest text written for another version.
   * @returns {{ text: string, isSameStarter: boolean } | null}
   */
  other() {
    const versions = Object.entries(this.progress.get(this.place.id)?.versions ?? {});
    const [newest] = versions
      .filter(([version, work]) => version !== this.place.version && work.text !== null)
      .sort(([, one], [, other]) => other.savedAt - one.savedAt);
    if (!newest) return null;
    const { text, starter } = newest[1];
    return { text: text ?? "", isSameStarter: starter === this.place.starter };
  }
}
