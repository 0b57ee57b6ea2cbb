/**
 * Text that was written for an earlier version of an exercise or a scene: keep it, take the new
 * starter, or compare the two. Where the starter is the same in both, the text goes on by itself.
 */

import { button, html } from "./markup.js";

/** @import { SavedText } from "./saved-text.js" */

/**
 * @param {object} options
 * @param {SavedText} options.saved
 * @param {string} options.starter of the version that is on the page
 * @param {string} options.noun what was revised
 * @param {HTMLElement} options.notice where the reader is asked
 * @param {(text: string) => void} options.put shows a text and keeps it
 * @param {(sentence: string) => void} options.onChosen
 */
export function offerOtherVersion({ saved, starter, noun, notice, put, onChosen }) {
  const other = saved.other();
  if (other === null) return;
  if (other.isSameStarter) {
    put(other.text);
    showNotice(notice, `This ${noun} was revised; its starter is the same, and so is your text.`);
    return;
  }
  const choose = (/** @type {string} */ text, /** @type {string} */ sentence) => () => {
    put(text);
    notice.hidden = true;
    onChosen(sentence);
  };
  showNotice(
    notice,
    `This ${noun} was revised since you worked on it. Your text for the earlier one is kept. `,
    [
      button("Keep my text", choose(other.text, "Your text is in the editor.")),
      button("Take the new starter", choose(starter, "The new starter is in the editor.")),
      button("Compare", async () => {
        const { diffView } = await import("./diff-view.js");
        notice.querySelector(".fb-diff")?.remove();
        notice.append(diffView(other.text, starter));
      }),
    ],
  );
}

/** @param {HTMLElement} notice @param {string} text @param {HTMLElement[]} [buttons] */
export function showNotice(notice, text, buttons = []) {
  notice.replaceChildren(html("p", {}, text), html("div", { class: "fb-bar" }, ...buttons));
  notice.hidden = false;
}
