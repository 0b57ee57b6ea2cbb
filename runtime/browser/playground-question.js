/** A notice above the playground: something that happened, or a question that is answered before anything does. */

import { button, html } from "./markup.js";

export class Question {
  /**
   * @param {object} options
   * @param {(sentence: string) => void} options.announce
   * @param {HTMLElement} options.back has the focus when the notice is closed
   */
  constructor({ announce, back }) {
    this.announce = announce;
    this.back = back;
    this.element = html("div", { class: "fb-notice", hidden: true });
  }

  hide() {
    this.element.hidden = true;
  }

  /**
   * @param {string} question @param {string} yes @param {() => Promise<void>} act
   * @param {{ name: string, act: () => Promise<void> }} [other] another thing that may be wanted
   */
  ask(question, yes, act, other) {
    const answer = (/** @type {() => Promise<void>} */ wanted) => async () => {
      this.hide();
      try {
        await wanted();
      } catch (error) {
        this.say(`The browser refused to keep it, and nothing was changed: ${error}`);
      }
    };
    const main = button(yes, answer(act), { class: "fb-button fb-button--main" });
    const second = other && button(other.name, answer(other.act));
    this.#show(
      question,
      main,
      second,
      button("Cancel", () => this.#close()),
    );
    main.focus();
  }

  /** @param {string} sentence */
  say(sentence) {
    this.#show(
      sentence,
      button("Close", () => this.#close()),
    );
  }

  /** @param {string} sentence @param {...(HTMLElement | undefined)} buttons */
  #show(sentence, ...buttons) {
    this.element.replaceChildren(
      html("p", {}, sentence),
      html("div", { class: "fb-bar" }, ...buttons),
    );
    this.element.hidden = false;
    this.announce(sentence);
  }

  #close() {
    this.hide();
    this.back.focus();
  }
}
