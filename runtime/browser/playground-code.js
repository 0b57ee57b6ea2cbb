/** The playground's code: the editor, Push and Stop, what a push came to, and the draft that is kept. */

import { Editor } from "./editor.js";
import { button, html, setEnabled } from "./markup.js";
import { leaveDraft } from "./playground-journal.js";
import { count } from "./playground-words.js";
import { StatusLine } from "./status-line.js";
import { storageParts } from "./storage-parts.js";

/** @import { PythonClient } from "./client.js" */
/** @import { PlaygroundSession } from "./playground-session.js" */
/** @import { BenchReady } from "./playground-protocol.js" */
/** @import { LearnerError } from "./protocol.js" */

const DRAFT_MS = 400;

export class CodePanel {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #draftTimer;
  /** The editor has text that is not kept yet. */
  #isDraftOpen = false;
  /** @type {PlaygroundSession | null} whose code is shown, if it may be changed */
  #session = null;

  /**
   * @param {object} options
   * @param {PythonClient} options.client
   * @param {string} options.starter
   * @param {() => void} options.onPush
   * @param {() => void} options.onStop
   * @param {() => void} options.onKept the draft was kept, or was not
   */
  constructor({ client, starter, onPush, onStop, onKept }) {
    this.starter = starter;
    this.onKept = onKept;
    this.editor = new Editor({
      text: starter,
      submits: "pushes",
      onChange: () => this.#changed(),
      onSubmit: onPush,
    });
    this.push = button("Push", onPush, { class: "fb-button fb-button--main" });
    this.stop = button("Stop", onStop);
    this.status = new StatusLine(client);
    this.pushed = html("div", { class: "fb-pg__pushed" });
    this.element = html(
      "section",
      { class: "fb-pg__panel fb-pg__code", "aria-labelledby": "fb-pg-code" },
      html(
        "header",
        { class: "fb-pg__bar" },
        html("h2", { id: "fb-pg-code" }, "app.py"),
        this.status.element,
        this.push,
        this.stop,
      ),
      this.pushed,
      this.editor.element,
    );
  }

  /** @returns {() => void} stop following, and keep what is not kept yet */
  follow() {
    const left = new AbortController();
    const save = () => void this.keepDraft();
    document.addEventListener("visibilitychange", save, { signal: left.signal });
    window.addEventListener("pagehide", () => this.#leave(), { signal: left.signal });
    const unfollow = this.status.follow();
    return () => {
      left.abort();
      unfollow();
      save();
    };
  }

  get text() {
    return this.editor.text;
  }

  /** @param {PlaygroundSession} session @param {boolean} canWrite */
  show(session, canWrite) {
    const { draft, source } = session.state;
    this.#session = canWrite ? session : null;
    this.#isDraftOpen = false;
    this.editor.text = draft ?? (source || this.starter);
    this.editor.isReadOnly = !canWrite;
    this.editor.showNotes([]);
    this.pushed.replaceChildren();
  }

  /** @param {{ isBusy: boolean, canPush: boolean }} state */
  enable({ isBusy, canPush }) {
    setEnabled(this.push, canPush);
    setEnabled(this.stop, isBusy);
  }

  /** Mark the line of an error, or none. @param {LearnerError | null} error */
  mark(error) {
    this.editor.showNotes(
      error?.line ? [{ line: error.line, kind: "error", text: error.message }] : [],
    );
  }

  /** @param {BenchReady} reply to a push @returns {string} */
  showPushed(reply) {
    const error = reply.pushed?.error ?? null;
    this.mark(error);
    if (error) {
      const sentence = `Not pushed. ${error.type}: ${error.message}`;
      this.pushed.replaceChildren(
        html("pre", { class: "fb-pg__raised", tabindex: 0, "aria-label": "Refused" }, sentence),
        html("p", { class: "fb-pg__hint" }, "Data and functions are as they were."),
      );
      return sentence;
    }
    const functions = count(reply.functions.length, "function");
    const sentence = `Pushed: ${functions}, ${count(reply.tables.length, "table")}. The documents stayed.`;
    this.pushed.replaceChildren(html("p", { class: "fb-pg__hint" }, sentence));
    return sentence;
  }

  async keepDraft() {
    const session = this.#session;
    if (!this.#isDraftOpen || !session) return;
    this.#isDraftOpen = false;
    const { text } = this.editor;
    await session.remember({ draft: text === session.state.source ? null : text });
    this.onKept();
  }

  #leave() {
    if (this.#isDraftOpen && this.#session?.store.isKept) {
      leaveDraft(storageParts().storage, this.editor.text);
    }
    this.keepDraft();
  }

  #changed() {
    this.#isDraftOpen = true;
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => this.keepDraft(), DRAFT_MS);
  }
}
