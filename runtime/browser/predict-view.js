/**
 * <minivex-predict>: one question, answered before the editor opens; then the code is run and says.
 *
 *     open ─▶ answered ─▶ what the engine showed, beside what was predicted
 *       └──▶ skipped, and may still be answered
 */

import { fetchContent } from "./lab-content.js";
import { button, html, setEnabled } from "./markup.js";
import { idsOf } from "./standing-view.js";
import { StatusLine } from "./status-line.js";
import { TimelineView } from "./timeline-view.js";

/** @import { PythonClient } from "./client.js" */
/** @import { Predicted } from "./protocol.js" */
/** @import { Progress } from "./progress.js" */

let groupsMade = 0;

export class PredictView {
  #isRunning = false;
  #isShown = false;

  /** @param {HTMLElement} host @param {PythonClient} client @param {Progress} progress */
  constructor(host, client, progress) {
    this.client = client;
    this.progress = progress;
    this.place = idsOf(host);
    const question = host.querySelector(".fb-question");
    const options = [...host.querySelectorAll("li")];
    this.because = [...(host.querySelector("details p")?.childNodes ?? [])].slice(1);
    const name = `fb-predict-${++groupsMade}`;
    this.radios = options.map((option) =>
      html("input", { type: "radio", name, value: option.textContent ?? "" }),
    );
    this.fields = html(
      "fieldset",
      { class: "fb-predict__fields" },
      html("legend", {}, ...(question?.childNodes ?? [])),
      ...options.map((option, at) =>
        html(
          "label",
          { class: "fb-option" },
          this.radios[at],
          html("span", {}, ...option.childNodes),
        ),
      ),
    );
    this.answer = button("Predict", () => this.#answer(), { class: "fb-button fb-button--main" });
    this.skip = button("Skip", () => this.#skip());
    this.status = new StatusLine(client);
    this.status.element.hidden = true;
    this.outcome = html("div", { class: "fb-predict__outcome" });
    this.live = html("div", { class: "fb-live", role: "status" });
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab fb-predict", role: "group", "aria-label": "Prediction" },
        html(
          "div",
          { class: "fb-lab__work" },
          this.fields,
          html("div", { class: "fb-bar" }, this.answer, this.skip),
          this.status.element,
          this.outcome,
        ),
      ),
      this.live,
    );
    this.fields.addEventListener("change", () => setEnabled(this.answer, true));
    setEnabled(this.answer, false);
  }

  start() {
    this.progress.ready.then(() => this.#refresh());
    return [
      this.status.follow(),
      this.progress.subscribe((id) => {
        if (id === null || id === this.place.id) this.#refresh();
      }),
    ];
  }

  get #predicted() {
    return this.progress.get(this.place.id)?.predicted ?? null;
  }

  /** The page as the learner's work has it: a new visit shows the answer given before. */
  #refresh() {
    const predicted = this.#predicted;
    const choice = predicted?.choice ?? null;
    this.skip.hidden = predicted !== null;
    for (const radio of this.radios) {
      if (choice !== null) radio.checked = radio.value === choice;
      radio.disabled = choice !== null;
    }
    if (choice === null) return;
    this.answer.textContent = "Show what happens";
    this.answer.hidden = this.#isShown;
    setEnabled(this.answer, !this.#isRunning);
    if (!this.#isShown && !this.#isRunning) {
      this.outcome.replaceChildren(html("p", {}, "You predicted: ", html("strong", {}, choice)));
    }
  }

  #skip() {
    const predicted = { choice: null, isRight: null, at: Date.now() };
    this.progress.update(this.place.id, (work) => {
      work.predicted ??= predicted;
    });
    this.live.textContent = "Skipped. The editor is open.";
  }

  async #answer() {
    const choice = this.#predicted?.choice ?? this.radios.find((radio) => radio.checked)?.value;
    if (choice === undefined || this.#isRunning) return;
    if (!this.#predicted?.choice) {
      const predicted = { choice, isRight: null, at: Date.now() };
      this.progress.update(this.place.id, (work) => {
        work.predicted = predicted;
      });
    }
    this.#isRunning = true;
    setEnabled(this.answer, false);
    this.status.element.hidden = false;
    this.outcome.replaceChildren(
      html(
        "p",
        {},
        "You predicted: ",
        html("strong", {}, choice),
        ". The code runs now; the editor is open.",
      ),
    );
    this.live.textContent = "Running the code. The editor is open.";
    const said = await this.#run();
    this.#isRunning = false;
    this.status.element.hidden = this.client.state.phase === "ready";
    if (typeof said === "string") {
      setEnabled(this.answer, true);
      this.outcome.append(html("p", { class: "fb-lab__ended" }, said));
      this.live.textContent = said;
    } else {
      this.#show(said, choice);
    }
  }

  /** @returns {Promise<Predicted | string>} a string: why there is no answer */
  async #run() {
    try {
      const { id, version } = this.place;
      const exercise = await fetchContent(this.client.assets, id, version);
      const request = { kind: /** @type {const} */ ("predict"), exercise, source: "" };
      const outcome = await this.client.run(request);
      if (outcome.kind === "stopped")
        return "It was stopped. Press “Show what happens” to run it again.";
      if (outcome.kind !== "reply")
        return `${outcome.message}. Press “Show what happens” to try again.`;
      const { reply } = outcome;
      if (reply.kind === "predicted") return reply;
      return reply.kind === "refused" ? reply.message : `The lab kit answered with ${reply.kind}.`;
    } catch (error) {
      return `${error instanceof Error ? error.message : error}. Press “Show what happens” to try again.`;
    }
  }

  /** @param {Predicted} said @param {string} choice */
  #show({ answer, timeline }, choice) {
    this.#isShown = true;
    this.answer.hidden = true;
    const happened = answer.replaceAll("`", "");
    const isRight = happened === choice;
    this.progress.update(this.place.id, (work) => {
      if (work.predicted) work.predicted.isRight = isRight;
    });
    const words = isRight ? "As you predicted: " : `You predicted: ${choice}. What happened: `;
    this.outcome.replaceChildren(
      html(
        "div",
        { class: `fb-banner fb-banner--${isRight ? "right" : "costly"}` },
        html("p", {}, words, html("strong", {}, happened)),
        html("p", {}, ...this.because.map((node) => node.cloneNode(true))),
      ),
    );
    if (timeline) {
      const view = new TimelineView({ of: " of the prediction" });
      this.outcome.append(view.element);
      view.show(timeline);
    }
    this.live.textContent = `${words}${happened}. The editor is open.`;
  }
}
