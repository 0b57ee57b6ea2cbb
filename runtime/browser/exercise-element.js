/**
 * <minivex-exercise>: an editor, Check and Run, and what they said.
 *
 *     data-state: idle ─▶ booting ─▶ running ─▶ passed | failed | stopped | error ─▶ running …
 */

import { openAfterSuccess } from "./after-success.js";
import { Attempts } from "./attempts.js";
import { onLikelyUse } from "./boot-triggers.js";
import { ExerciseGate } from "./exercise-gate.js";
import { ExerciseResult } from "./exercise-result.js";
import { ExerciseShare } from "./exercise-share.js";
import { ExerciseSides } from "./exercise-sides.js";
import { ExerciseText } from "./exercise-text.js";
import { fetchContent } from "./lab-content.js";
import { definesMain, withMain } from "./main-template.js";
import { button, html, setEnabled } from "./markup.js";
import { unreachable } from "./protocol.js";
import { idsOf } from "./standing-view.js";
import { StatusLine } from "./status-line.js";

/** @import { Outcome, PythonClient } from "./client.js" */
/** @import { Content, LabReply, LearnerError, Ran, Report } from "./protocol.js" */
/** @import { State } from "./live-element.js" */
/** @import { Progress } from "./progress.js" */

/** @typedef {{ source: string, exercise: Content }} Subject what a run was about */

export class ExerciseView {
  /** @type {Promise<Content> | undefined} */
  #content;
  /** @type {AbortController | undefined} the run under way */
  #running;

  /** @param {HTMLElement} host @param {PythonClient} client @param {Progress} progress */
  constructor(host, client, progress) {
    this.host = host;
    this.client = client;
    this.progress = progress;
    const { id, version, formerly } = idsOf(host);
    this.id = id;
    this.version = version;
    this.formerly = formerly;
    this.live = html("div", { class: "fb-live", role: "status" });
    const announce = (/** @type {string} */ sentence) => {
      this.live.textContent = sentence;
    };
    this.text = new ExerciseText({
      place: { id, version },
      progress,
      starter: `${host.querySelector("pre")?.textContent?.trimEnd() ?? ""}\n`,
      onSubmit: () => this.#execute("grade"),
      announce,
    });
    this.editor = this.text.editor;
    this.check = button("Check", () => this.#execute("grade"), {
      class: "fb-button fb-button--main",
    });
    this.run = button("Run", () => this.#execute("run"));
    this.stop = button("Stop", () => this.#running?.abort());
    this.attempts = new Attempts({ id, version }, progress);
    this.share = new ExerciseShare({
      place: { id, version },
      text: this.text,
      announce,
      onChange: () => this.gate.refresh(),
    });
    this.gate = new ExerciseGate({
      id,
      progress,
      onChange: (isOpen) => this.#setOpen(isOpen),
    });
    this.status = new StatusLine(client);
    this.result = new ExerciseResult({
      goToLine: (line) => this.editor.goToLine(line),
      pointAtLine: (line, text) =>
        this.editor.showNotes(line === null ? [] : [{ line, kind: "here", text }]),
      addMain: () => this.#addMain(),
      hintsShown: (hint) => this.attempts.hintsShown(hint),
      onHint: (hint, steps) => {
        if (!this.text.isForeign) this.attempts.keepHint(hint, steps);
      },
      onTimeline: (view) => this.share.showsSchedule(view),
    });
    this.sides = new ExerciseSides(this.result.element);
    setEnabled(this.stop, false);
    const parts = [
      this.check,
      this.run,
      this.stop,
      ...this.text.resets.parts,
      this.share.panel.share,
    ];
    // Closed until it is known whether the learner has begun: what opens does not close again.
    this.bar = html("div", { class: "fb-bar", hidden: true }, ...parts);
    this.editor.isReadOnly = true;
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab", role: "group", "aria-label": "Exercise" },
        html(
          "div",
          { class: "fb-lab__work" },
          this.share.notice,
          this.text.notice,
          this.editor.element,
          this.gate.element,
          this.bar,
          this.share.panel.line,
          this.status.element,
        ),
        this.sides.element,
      ),
      this.live,
    );
    this.#setState("idle");
  }

  /** @returns {(() => void)[]} what ends when the element leaves the page */
  start() {
    this.sides.adopt(this.host);
    const likely = onLikelyUse(this.host, () => {
      this.client.prepare().catch(() => {}); // the status line says why, and offers Retry
      this.editor.upgrade();
      this.#loadContent().catch(() => {});
    });
    this.progress.adopt(this.id, this.formerly).then(() => this.gate.refresh());
    const following = this.progress.subscribe((id) => {
      if (id === null || id === this.id) this.gate.refresh();
    });
    const ends = [likely, following, this.share.follow(), this.text.follow(), this.status.follow()];
    return [...ends, () => this.#running?.abort()];
  }

  /** @param {boolean} isOpen */
  #setOpen(isOpen) {
    const open = isOpen || this.share.isOpen;
    this.gate.element.hidden = open;
    this.bar.hidden = !open;
    this.editor.isReadOnly = !open;
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
    if (this.#running || this.bar.hidden) return;
    const running = new AbortController();
    this.#running = running;
    const source = this.editor.text;
    this.text.save(); // whatever happens next, the text is safe
    this.share.showsSchedule();
    this.sides.showResult();
    this.live.textContent = kind === "grade" ? "Checking." : "Running.";
    this.editor.showNotes([]);
    this.#setBusy(true);
    this.#setState(this.client.state.phase === "ready" ? "running" : "booting");
    this.status.say(kind === "grade" ? "checking" : "running");
    const unsubscribe = this.client.subscribe((state) => {
      if (state.phase === "ready" && this.#running === running) this.#setState("running");
    });
    running.signal.addEventListener("abort", () => this.status.say("stopping"));
    try {
      const [exercise] = await Promise.all([this.#loadContent(), this.result.prepare()]);
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
        // Somebody else's code is no attempt of the reader.
        if (!this.text.isForeign) this.attempts.keep(reply.report, source);
        this.#showReport(reply.report, exercise);
        break;
      case "ran":
        this.#showRan(reply, definesMain(source));
        break;
      case "refused":
        this.#finish("error", reply.message);
        break;
      case "lanes":
      case "predicted":
      case "replayed":
      case "visual":
        throw new Error(`An exercise was answered with ${reply.kind}`);
      default:
        unreachable(reply);
    }
  }

  /** @param {Report} report @param {Content} exercise */
  #showReport(report, exercise) {
    this.result.showReport(report, exercise);
    this.#markError(report.error);
    const isRight = report.verdict === "right";
    if (isRight) openAfterSuccess(this.id, this.result.element);
    this.#end(
      isRight ? "passed" : report.verdict === "error" ? "error" : "failed",
      this.result.announcement(report),
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
