/**
 * <minivex-exercise>: an editor, Check and Run, and what they said.
 *
 *     data-state: idle ─▶ booting ─▶ running ─▶ passed | failed | stopped | error ─▶ running …
 */

import { onLikelyUse } from "./boot-triggers.js";
import { Editor } from "./editor.js";
import { emptyResult, solutions, valueView } from "./exercise-result.js";
import { fetchContent } from "./lab-content.js";
import { button, html, setEnabled } from "./markup.js";
import { unreachable } from "./protocol.js";
import { announcement, errorView, outputView, reportView } from "./report-view.js";
import { SavedText } from "./saved-text.js";
import { StatusLine } from "./status-line.js";

/** @import { PythonClient } from "./client.js" */
/** @import { Content, LabReply, Ran, Report } from "./protocol.js" */

/** @typedef {"idle" | "booting" | "running" | "passed" | "failed" | "stopped" | "error"} State */

/**
 * @param {PythonClient} client shared by all elements of a visit
 * @returns {CustomElementConstructor}
 */
export function exerciseElement(client) {
  return class extends HTMLElement {
    /** @type {ExerciseView | undefined} */
    #view;
    /** @type {(() => void)[]} */
    #ends = [];

    connectedCallback() {
      this.#view ??= new ExerciseView(this, client);
      this.#ends = this.#view.start();
    }

    disconnectedCallback() {
      for (const end of this.#ends) end();
      this.#ends = [];
    }
  };
}

class ExerciseView {
  /** @type {Promise<Content> | undefined} */
  #content;
  /** @type {AbortController | undefined} the run under way */
  #running;
  /** @type {string | undefined} what Undo reset brings back */
  #beforeReset;
  #output = "";

  /** @param {HTMLElement} host @param {PythonClient} client */
  constructor(host, client) {
    this.host = host;
    this.client = client;
    this.id = host.getAttribute("exercise") ?? "";
    this.version = host.getAttribute("version") ?? "";
    this.saved = new SavedText({ id: this.id, version: this.version });
    this.starter = `${host.querySelector("pre")?.textContent?.trimEnd() ?? ""}\n`;
    this.editor = new Editor({
      text: this.saved.load() ?? this.starter,
      onChange: () => this.#onEdit(),
      onSubmit: () => this.#execute("grade"),
    });
    this.check = button("Check", () => this.#execute("grade"), {
      class: "fb-button fb-button--main",
    });
    this.run = button("Run", () => this.#execute("run"));
    this.stop = button("Stop", () => this.#running?.abort());
    this.reset = button("Reset", () => this.#reset());
    this.undoReset = button("Undo reset", () => this.#undoReset(), { hidden: true });
    this.status = new StatusLine(client);
    this.notice = html("p", { class: "fb-notice", hidden: true });
    this.result = html("div", { class: "fb-lab__result" }, emptyResult());
    this.live = html("div", { class: "fb-live", role: "status" });
    setEnabled(this.stop, false);
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab", role: "group", "aria-label": "Exercise" },
        html(
          "div",
          { class: "fb-lab__work" },
          this.notice,
          this.editor.element,
          html(
            "div",
            { class: "fb-bar" },
            ...[this.check, this.run, this.stop, this.reset, this.undoReset],
          ),
          this.status.element,
        ),
        this.result,
      ),
      this.live,
    );
    this.#setState("idle");
    this.#offerOtherVersion();
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

  #onEdit() {
    const isSaved = this.saved.save(this.editor.text);
    if (!isSaved)
      this.#notify("This browser keeps nothing for this site: copy your text before you leave.");
    this.editor.showNotes([]);
    this.undoReset.hidden = true;
  }

  /** @param {"grade" | "run"} kind */
  async #execute(kind) {
    if (this.#running) return;
    const running = new AbortController();
    this.#running = running;
    const source = this.editor.text;
    this.saved.save(source); // whatever happens next, the text is safe
    this.editor.showNotes([]);
    this.#output = "";
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
          onOutput: (text) => this.#appendOutput(text),
          onProgress: ({ done, total, label }) =>
            this.status.say(`${done} of ${total} orders: ${label}`),
        },
      );
      switch (outcome.kind) {
        case "reply":
          this.#showReply(outcome.reply, exercise);
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
    } catch (error) {
      this.#finish("error", error instanceof Error ? error.message : String(error));
    } finally {
      unsubscribe();
      this.#running = undefined;
      this.#setBusy(false);
    }
  }

  /** @param {LabReply} reply @param {Content} exercise */
  #showReply(reply, exercise) {
    switch (reply.kind) {
      case "graded":
        this.#showReport(reply.report, exercise);
        break;
      case "ran":
        this.#showRan(reply);
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
    const output = report.output || this.#output;
    const isRight = report.verdict === "right";
    this.result.replaceChildren(
      reportView(report, {
        goToLine: (line) => this.editor.goToLine(line),
        pointAtLine: (line, text) =>
          this.editor.showNotes(line === null ? [] : [{ line, kind: "here", text }]),
      }),
      ...(output ? [outputView(output)] : []),
      ...(isRight ? solutions(exercise) : []),
    );
    this.#markError(report.error);
    this.live.textContent = announcement(report);
    this.status.say("");
    this.#setState(isRight ? "passed" : report.verdict === "error" ? "error" : "failed");
  }

  /** @param {Ran} ran */
  #showRan(ran) {
    const output = ran.output || this.#output;
    this.result.replaceChildren(
      ...(ran.error
        ? [
            errorView(ran.error, {
              goToLine: (line) => this.editor.goToLine(line),
              pointAtLine: () => {},
            }),
          ]
        : []),
      ...(output ? [outputView(output)] : []),
      ...(ran.value ? [valueView(ran.value)] : []),
      ...(ran.error || output || ran.value
        ? []
        : [html("p", { class: "fb-lab__empty" }, "The file ran to its end and printed nothing.")]),
    );
    this.#markError(ran.error);
    this.live.textContent = ran.error ? `Error: ${ran.error.message}` : "The file ran to its end.";
    this.status.say("");
    this.#setState(ran.error ? "error" : "idle");
  }

  /** @param {import("./protocol.js").LearnerError | null} error */
  #markError(error) {
    if (error?.line) {
      this.editor.showNotes([{ line: error.line, kind: "error", text: error.message }]);
    }
  }

  /** @param {State} state @param {string} sentence */
  #finish(state, sentence) {
    this.result.replaceChildren(
      html("p", { class: `fb-lab__ended fb-lab__ended--${state}` }, sentence),
      ...(this.#output ? [outputView(this.#output)] : []),
    );
    this.live.textContent = sentence;
    this.status.say("");
    this.#setState(state);
  }

  /** @param {string} text */
  #appendOutput(text) {
    this.#output += text;
    const open = this.result.querySelector(".fb-output--open pre");
    if (open) {
      open.append(text);
      return;
    }
    const view = outputView(text);
    view.classList.add("fb-output--open");
    this.result.replaceChildren(view);
  }

  #reset() {
    if (this.#running) return;
    this.#beforeReset = this.editor.text;
    this.editor.text = this.starter;
    this.saved.forget();
    this.editor.showNotes([]);
    this.undoReset.hidden = false;
    this.live.textContent = "The text is the starter again.";
  }

  #undoReset() {
    if (this.#beforeReset === undefined) return;
    this.editor.text = this.#beforeReset;
    this.saved.save(this.#beforeReset);
    this.undoReset.hidden = true;
    this.live.textContent = "Your text is back.";
    this.reset.focus();
  }

  #offerOtherVersion() {
    if (this.saved.load() !== null) return;
    const other = this.saved.loadOfOtherVersion();
    if (other === null) return;
    this.#notify("You wrote something for an earlier version of this exercise. ");
    this.notice.append(
      button("Bring it back", () => {
        this.editor.text = other;
        this.saved.save(other);
        this.notice.hidden = true;
      }),
    );
  }

  /** @param {string} text */
  #notify(text) {
    this.notice.replaceChildren(text);
    this.notice.hidden = false;
  }

  /** @param {boolean} isBusy */
  #setBusy(isBusy) {
    setEnabled(this.check, !isBusy);
    setEnabled(this.run, !isBusy);
    setEnabled(this.reset, !isBusy);
    setEnabled(this.stop, isBusy);
    this.result.setAttribute("aria-busy", String(isBusy));
  }

  /** @param {State} state */
  #setState(state) {
    this.host.dataset.state = state;
  }
}
