/** The playground's code: the files, Push and Stop, what a push came to, and the draft that is kept. */

import { button, html, setEnabled } from "./markup.js";
import { leaveDraft } from "./playground-journal.js";
import { sameFiles } from "./playground-modules.js";
import { FileTabs } from "./playground-tabs.js";
import { count, errorText } from "./playground-words.js";
import { StatusLine } from "./status-line.js";
import { storageParts } from "./storage-parts.js";

/** @import { PythonClient } from "./client.js" */
/** @import { CodeFile } from "./playground-modules.js" */
/** @import { PlaygroundSession } from "./playground-session.js" */
/** @import { BenchError, BenchReady } from "./playground-protocol.js" */

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
   * @param {CodeFile[]} options.starter
   * @param {() => void} options.onPush
   * @param {() => void} options.onStop
   * @param {() => void} options.onKept the draft was kept, or was not
   * @param {(sentence: string) => void} options.announce
   */
  constructor({ client, starter, onPush, onStop, onKept, announce }) {
    this.starter = starter;
    this.onKept = onKept;
    this.tabs = new FileTabs({ onChange: () => this.#changed(), onSubmit: onPush, announce });
    this.tabs.show(starter, true);
    this.push = button("Push", onPush, { class: "fb-button fb-button--main" });
    this.stop = button("Stop", onStop);
    this.status = new StatusLine(client);
    this.pushed = html("div", { class: "fb-pg__pushed" });
    this.element = html(
      "section",
      { class: "fb-pg__panel fb-pg__code", "aria-labelledby": "fb-pg-code" },
      html("h2", { id: "fb-pg-code", class: "fb-unseen" }, "Code"),
      html(
        "div",
        { class: "fb-pg__bar" },
        this.tabs.tabs,
        this.status.element,
        html("div", { class: "fb-pg__run" }, this.push, this.stop),
      ),
      this.tabs.asked,
      this.pushed,
      html("div", { class: "fb-pg__text" }, this.tabs.tools, this.tabs.surface),
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

  get files() {
    return this.tabs.files;
  }

  /** @param {PlaygroundSession} session @param {boolean} canWrite */
  show(session, canWrite) {
    this.#session = canWrite ? session : null;
    this.#isDraftOpen = false;
    const { draft, files } = session.state;
    const shown = draft?.length ? draft : files;
    this.tabs.show(shown.length > 0 ? shown : this.starter, canWrite);
    this.pushed.replaceChildren();
  }

  /** Other files, as if they had been typed. @param {CodeFile[]} files */
  take(files) {
    this.tabs.show(files, true);
    this.pushed.replaceChildren();
    this.#changed();
  }

  /** @param {{ isBusy: boolean, canPush: boolean }} state */
  enable({ isBusy, canPush }) {
    setEnabled(this.push, canPush);
    setEnabled(this.stop, isBusy);
  }

  /** @param {BenchError | null} error */
  mark(error) {
    this.tabs.mark(error);
  }

  /** @param {BenchReady} reply to a push @returns {string} */
  showPushed(reply) {
    const error = reply.pushed?.error ?? null;
    this.mark(error);
    if (error) {
      const sentence = `Not pushed. ${errorText(error)}`;
      this.pushed.replaceChildren(
        html("pre", { class: "fb-pg__raised", tabindex: 0, "aria-label": "Refused" }, sentence),
        placeLink(error, this.tabs),
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
    const { files } = this;
    await session.remember({ draft: sameFiles(files, session.state.files) ? null : files });
    this.onKept();
  }

  #leave() {
    if (this.#isDraftOpen && this.#session?.store.isKept) {
      leaveDraft(storageParts().storage, this.files);
    }
    this.keepDraft();
  }

  #changed() {
    this.#isDraftOpen = true;
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => this.keepDraft(), DRAFT_MS);
  }
}

/** A button that leads to where an error happened, if it did in the reader's code. */
/** @param {BenchError | null} error @param {Pick<FileTabs, "goTo">} tabs */
export function placeLink(error, tabs) {
  const line = error?.line;
  if (!error || !line || !error.file) return "";
  return button(`${error.file}.py, line ${line}`, () => tabs.goTo(error.file, line), {
    class: "fb-line-link",
  });
}
