/**
 * What a scene asks before it shows anything: a choice or a number, answered or passed over.
 *
 *     asked ─▶ answered ─▶ what the run said, beside what was predicted
 *       └────▶ passed over
 *
 * Only the engine answers: its reply says what came of the run, and at which step that is seen. What was
 * predicted is kept with the reader's work on the scene, so nobody is asked twice.
 */

import { button, html, setEnabled } from "./markup.js";

/** @import { Progress } from "./progress.js" */
/** @import { Answer, Question } from "./protocol.js" */

let groupsMade = 0;

export class SceneQuestion {
  #scene = "";
  /** A link has brought the reader here, to be shown something. */
  #isPassed = false;
  /** The reader has just predicted, and waits for what comes. */
  #isAwaited = false;
  /** What the first run of the scene has said. @type {Answer | null} */
  #answer = null;

  /**
   * @param {object} options
   * @param {HTMLElement} options.host has the questions, by scene
   * @param {Progress} options.progress
   * @param {(choice: string | null) => void} options.onOpen it was answered, or passed over
   */
  constructor({ host, progress, onOpen }) {
    /** @type {Record<string, Question>} */
    this.questions = JSON.parse(host.getAttribute("predict") ?? "{}");
    this.lab = host.getAttribute("lab") ?? "";
    this.progress = progress;
    this.onOpen = onOpen;
    this.element = html("div", { class: "fb-asked", hidden: true });
    this.progress.ready.then(() => this.#draw());
  }

  /** The question of the scene that is shown. */
  get question() {
    return this.questions[this.#scene];
  }

  /** Nothing of a run is to be shown yet. */
  get isHeld() {
    return Boolean(this.question) && !this.#isPassed && !this.#predicted;
  }

  get #predicted() {
    return this.progress.get(this.#id)?.predicted ?? null;
  }

  get #id() {
    return `${this.lab}/${this.#scene}`;
  }

  /** @param {string} scene @param {{ isPassed?: boolean }} [options] passed: nothing is asked this time */
  show(scene, { isPassed = false } = {}) {
    if (scene === this.#scene && !isPassed) return;
    this.#scene = scene;
    this.#isPassed = isPassed;
    this.#isAwaited = false;
    this.#answer = null;
    this.#draw();
  }

  /**
   * What a run has said to the question.
   *
   * @param {Answer | null} answer
   * @returns {{ step: number, sentence: string } | null} what to show and to say, if the reader waits for it
   */
  tell(answer) {
    const isAwaited = this.#isAwaited;
    this.#isAwaited = false;
    const choice = this.#predicted?.choice ?? null;
    if (!answer || !isAwaited || choice === null) return null;
    this.#answer = answer;
    this.progress.update(this.#id, (work) => {
      if (work.predicted) work.predicted.isRight = answer.text === choice;
    });
    this.#draw();
    return { step: answer.step, sentence: this.element.lastElementChild?.textContent ?? "" };
  }

  #draw() {
    const { question } = this;
    const choice = this.#predicted?.choice ?? null;
    this.element.hidden = !question || (!this.isHeld && (choice === null || this.#isPassed));
    if (!question || this.element.hidden) {
      this.element.replaceChildren();
    } else if (choice === null) {
      this.element.replaceChildren(this.#asked(question));
    } else {
      this.element.replaceChildren(...this.#said(question, choice));
    }
  }

  /** @param {Question} question */
  #asked(question) {
    const name = `fb-asked-${++groupsMade}`;
    /** @type {HTMLInputElement[]} */
    const inputs = question.options
      ? question.options.map((value) => html("input", { type: "radio", name, value }))
      : [
          html("input", {
            type: "number",
            min: 0,
            max: question.most,
            step: 1,
            inputmode: "numeric",
          }),
        ];
    const given = () => {
      const one = inputs.find((input) => input.type === "number" || input.checked);
      return one?.value !== "" && one?.checkValidity() ? one.value : undefined;
    };
    const predict = button("Predict", () => this.#open(given() ?? null), {
      class: "fb-button fb-button--main",
    });
    const refresh = () => setEnabled(predict, given() !== undefined);
    refresh();
    return html(
      "form",
      {
        oninput: refresh,
        onsubmit: (event) => {
          event.preventDefault();
          predict.click();
        },
      },
      html(
        "fieldset",
        { class: "fb-predict__fields" },
        html("legend", {}, html("span", { class: "fb-asked__kind" }, "Predict"), question.question),
        ...inputs.map((input) =>
          html(
            "label",
            { class: question.options ? "fb-option" : "fb-asked__number" },
            input,
            html("span", {}, question.options ? input.value : (question.unit ?? "")),
          ),
        ),
      ),
      html(
        "div",
        { class: "fb-bar" },
        predict,
        button("Show me without a guess", () => this.#open(null)),
      ),
    );
  }

  /** @param {Question} question @param {string} choice */
  #said(question, choice) {
    const answer = this.#answer;
    const words = (/** @type {string} */ text) =>
      html("strong", {}, question.options ? text : `${text} ${question.unit}`);
    const isRight = answer?.text === choice;
    const said = html("p", {}, "You predicted: ", words(choice), ". ");
    if (isRight) said.append("So it was. ");
    else if (answer) said.append("What happened: ", words(answer.text), ". ");
    if (answer) said.append(question.because);
    return [html("p", { class: "fb-asked__question" }, question.question), said];
  }

  /** @param {string | null} choice */
  #open(choice) {
    const predicted = { choice, isRight: null, at: Date.now() };
    this.progress.update(this.#id, (work) => {
      work.predicted = predicted;
    });
    this.#isAwaited = choice !== null;
    this.#draw();
    this.onOpen(choice);
  }
}
