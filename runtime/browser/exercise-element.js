/**
 * <minivex-exercise>: an editor, Check and Run, and what they said.
 *
 *     data-state: idle ─▶ booting ─▶ running ─▶ passed | failed | stopped | error ─▶ running …
 */

import { onLikelyUse } from "./boot-triggers.js";
import { ExerciseResult } from "./exercise-result.js";
import { ExerciseText } from "./exercise-text.js";
import { fetchContent } from "./lab-content.js";
import { liveElement } from "./live-element.js";
import { definesMain, withMain } from "./main-template.js";
import { button, html, setEnabled } from "./markup.js";
import { unreachable } from "./protocol.js";
import { announcement } from "./report-view.js";
import { StatusLine } from "./status-line.js";

/** @import { Outcome, PythonClient } from "./client.js" */
/** @import { Content, LabReply, LearnerError, Ran, Report } from "./protocol.js" */
/** @import { State } from "./live-element.js" */

/** @typedef {{ source: string, exercise: Content }} Subject what a run was about */

/** @param {PythonClient} client */
export function exerciseElement(client) {
  return liveElement(ExerciseView, client);
}

class ExerciseView {
  /** @type {Promise<Content> | undefined} */
  #content;
  /** @type {AbortController | undefined} the run under way */
  #running;

  /** @param {HTMLElement} host @param {PythonClient} client */
  constructor(host, client) {
    this.host = host;
    this.client = client;
    this.id = host.getAttribute("exercise") ?? "";
    this.version = host.getAttribute("version") ?? "";
    this.live = html("div", { class: "fb-live", role: "status" });
    this.text = new ExerciseText({
      place: { id: this.id, version: this.version },
      starter: `${host.querySelector("pre")?.textContent?.trimEnd() ?? ""}\n`,
      onSubmit: () => this.#execute("grade"),
      announce: (sentence) => {
        this.live.textContent = sentence;
      },
    });
    this.editor = this.text.editor;
    this.check = button("Check", () => this.#execute("grade"), {
      class: "fb-button fb-button--main",
    });
    this.run = button("Run", () => this.#execute("run"));
    this.stop = button("Stop", () => this.#running?.abort());
    this.status = new StatusLine(client);
    this.result = new ExerciseResult({
      goToLine: (line) => this.editor.goToLine(line),
      pointAtLine: (line, text) =>
        this.editor.showNotes(line === null ? [] : [{ line, kind: "here", text }]),
      addMain: () => this.#addMain(),
    });
    setEnabled(this.stop, false);
    const buttons = [this.check, this.run, this.stop, ...this.text.resets.parts];
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab", role: "group", "aria-label": "Exercise" },
        html(
          "div",
          { class: "fb-lab__work" },
          this.text.notice,
          this.editor.element,
          html("div", { class: "fb-bar" }, ...buttons),
          this.status.element,
        ),
        this.result.element,
      ),
      this.live,
    );
    this.#setState("idle");
  }

  /** @returns {(() => void)[]} what ends when the element leaves the page */
  start() {
    const likely = onLikelyUse(this.host, () => {
      this.client.prepare().catch(() => {}); // the status line says why, and offers Retry
      this.editor.upgrade();
      this.#loadContent().catch(() => {});
    });
    return [likely, this.status.follow(), () => this.#running?.abort()];
  }

  #loadContent() {
    this.#content ??= fetchContent(this.client.assets, this.id, this.version).catch((error) => {
      this.#content = undefined;
      throw error;
    });
    return this.#content;
  }

  /** @param {"grade" | "run"} kind */
  async #execute(kind) {
    if (this.#running) return;
    const running = new AbortController();
    this.#running = running;
    const source = this.editor.text;
    this.text.saved.save(source); // whatever happens next, the text is safe
    this.editor.showNotes([]);
    this.#setBusy(true);
    this.#setState(this.client.state.phase === "ready" ? "running" : "booting");
    this.status.say(kind === "grade" ? "checking" : "running");
    const unsubscribe = this.client.subscribe((state) => {
      if (state.phase === "ready" && this.#running === running) this.#setState("running");
    });
    running.signal.addEventListener("abort", () => this.status.say("stopping"));
    try {
      const exercise = await this.#loadContent();
      const outcome = await this.client.run(
        { kind, exercise, source },
        {
          signal: running.signal,
          onOutput: (text) => this.result.appendOutput(text),
          onProgress: ({ done, total, label }) =>
            this.status.say(`${done} of ${total} orders: ${label}`),
        },
      );
      this.#settle(outcome, { source, exercise });
    } catch (error) {
      this.#finish("error", error instanceof Error ? error.message : String(error));
    } finally {
      unsubscribe();
      this.#running = undefined;
      this.#setBusy(false);
    }
  }

  /** @param {Outcome} outcome @param {Subject} subject */
  #settle(outcome, subject) {
    switch (outcome.kind) {
      case "reply":
        this.#showReply(outcome.reply, subject);
        break;
      case "stopped":
        this.#finish("stopped", "Stopped. Your text is as you left it.");
        break;
      case "crashed":
        this.#finish("error", `${outcome.message} Your text is safe; a fresh Python takes over.`);
        break;
      case "unavailable":
        this.#finish(
          "error",
          `${outcome.message}. Your text is safe; press Retry to load Python again.`,
        );
        break;
      default:
        unreachable(outcome);
    }
  }

  /** @param {LabReply} reply @param {Subject} subject */
  #showReply(reply, { source, exercise }) {
    switch (reply.kind) {
      case "graded":
        this.#showReport(reply.report, exercise);
        break;
      case "ran":
        this.#showRan(reply, definesMain(source));
        break;
      case "refused":
        this.#finish("error", reply.message);
        break;
      case "lanes":
        throw new Error("An exercise was answered with lanes");
      default:
        unreachable(reply);
    }
  }

  /** @param {Report} report @param {Content} exercise */
  #showReport(report, exercise) {
    this.result.showReport(report, exercise);
    this.#markError(report.error);
    const isRight = report.verdict === "right";
    this.#end(
      isRight ? "passed" : report.verdict === "error" ? "error" : "failed",
      announcement(report),
    );
  }

  /** @param {Ran} ran @param {boolean} hasMain */
  #showRan(ran, hasMain) {
    this.result.showRan(ran, { hasMain });
    this.#markError(ran.error);
    const end = hasMain
      ? "main(lab) ran to its end."
      : "The file ran to its end; it has no main(lab).";
    this.#end(ran.error ? "error" : "idle", ran.error ? `Error: ${ran.error.message}` : end);
  }

  #addMain() {
    const { text, line } = withMain(this.editor.text);
    this.text.put(text);
    this.editor.goToLine(line);
    this.live.textContent = `main(lab) was added at the end of the file. Press Run to call it.`;
  }

  /** @param {LearnerError | null} error */
  #markError(error) {
    if (error?.line) {
      this.editor.showNotes([{ line: error.line, kind: "error", text: error.message }]);
    }
  }

  /** @param {State} state @param {string} sentence */
  #finish(state, sentence) {
    this.result.showEnd(state, sentence);
    this.#end(state, sentence);
  }

  /** @param {State} state @param {string} spoken */
  #end(state, spoken) {
    this.live.textContent = spoken;
    this.status.say("");
    this.#setState(state);
  }

  /** @param {boolean} isBusy */
  #setBusy(isBusy) {
    for (const one of [this.check, this.run]) setEnabled(one, !isBusy);
    this.text.resets.setEnabled(!isBusy);
    setEnabled(this.stop, isBusy);
    this.result.setBusy(isBusy);
  }

  /** @param {State} state */
  #setState(state) {
    this.host.dataset.state = state;
  }
}
