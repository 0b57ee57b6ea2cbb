/**
 * <minivex-lab>: two calls side by side, moved by hand.
 *
 * Nothing is kept between moves but the string of moves: each change replays the schedule from
 * the start, so Back is a shorter string and an edit is the same string over new code.
 */

import { onLikelyUse } from "./boot-triggers.js";
import { documentTables } from "./document-view.js";
import { Editor } from "./editor.js";
import { fetchContent, readScenes } from "./lab-content.js";
import { LANES, LaneControls } from "./lane-controls.js";
import { button, html, setEnabled } from "./markup.js";
import { unreachable } from "./protocol.js";
import { errorView, outputView } from "./report-view.js";
import { SavedText } from "./saved-text.js";
import { StatusLine } from "./status-line.js";
import { TimelineView } from "./timeline-view.js";

/** @import { PythonClient } from "./client.js" */
/** @import { Content, Lanes, Move } from "./protocol.js" */
/** @import { LineNote } from "./editor.js" */
/** @import { Scene } from "./lab-content.js" */

const TYPING_PAUSE_MS = 400;
/** A replay is asked for by every move, so it may not run for ever unasked. */
const REPLAY_MS_MAX = 10_000;

/** @typedef {"idle" | "booting" | "running" | "passed" | "failed" | "stopped" | "error"} State */

/**
 * @param {PythonClient} client shared by all elements of a visit
 * @returns {CustomElementConstructor}
 */
export function labElement(client) {
  return class extends HTMLElement {
    /** @type {LabView | undefined} */
    #view;
    /** @type {(() => void)[]} */
    #ends = [];

    connectedCallback() {
      this.#view ??= new LabView(this, client);
      this.#ends = this.#view.start();
    }

    disconnectedCallback() {
      for (const end of this.#ends) end();
      this.#ends = [];
    }
  };
}

class LabView {
  /** @type {Content | undefined} */
  #content;
  /** @type {Scene[]} */
  #scenes = [];
  /** @type {Scene | undefined} */
  #scene;
  #moves = "";
  /** @type {AbortController | undefined} */
  #running;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  /** @type {string | undefined} */
  #beforeReset;

  /** @param {HTMLElement} host @param {PythonClient} client */
  constructor(host, client) {
    this.host = host;
    this.client = client;
    this.id = host.getAttribute("lab") ?? "";
    this.version = host.getAttribute("version") ?? "";
    this.editor = new Editor({
      text: `${host.querySelector("pre")?.textContent?.trimEnd() ?? ""}\n`,
      onChange: () => this.#onEdit(),
      onSubmit: () => this.#replay(),
    });
    this.tabs = html("div", {
      class: "fb-tabs",
      role: "tablist",
      "aria-label": "Scene",
      onkeydown: (event) => this.#onTabKey(event),
    });
    this.controls = new LaneControls({
      onMove: (lane) => this.#goTo(this.#moves + lane),
      onBack: () => this.#goTo(this.#moves.slice(0, -1)),
      onRestart: () => this.#goTo(""),
      onIsolation: () => this.#replay(),
    });
    this.stop = button("Stop", () => this.#running?.abort("stop"));
    this.reset = button("Reset", () => this.#reset());
    this.undoReset = button("Undo reset", () => this.#undoReset(), { hidden: true });
    this.status = new StatusLine(client);
    this.verdict = html("p", { class: "fb-verdict", "data-verdict": "open" });
    this.timeline = new TimelineView({ onMove: (move) => this.#pointAt(move) });
    this.documents = html("div", { class: "fb-documents" });
    this.trouble = html("div", { class: "fb-trouble" });
    this.live = html("div", { class: "fb-live", role: "status" });
    setEnabled(this.stop, false);
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab", role: "group", "aria-label": "Two lanes" },
        html(
          "div",
          { class: "fb-lab__work" },
          this.tabs,
          this.editor.element,
          html("div", { class: "fb-bar" }, this.stop, this.reset, this.undoReset),
          this.status.element,
        ),
        html(
          "div",
          { class: "fb-lab__result" },
          this.controls.element,
          this.trouble,
          this.verdict,
          this.timeline.element,
          this.documents,
        ),
      ),
      this.live,
    );
    this.#setState("idle");
  }

  /** @returns {(() => void)[]} what ends when the element leaves the page */
  start() {
    const likely = onLikelyUse(this.host, () => {
      this.editor.upgrade();
      this.client.prepare().catch(() => {}); // the status line says why, and offers Retry
      this.#open();
    });
    // After a failed download and Retry, the scene appears by itself.
    const ready = this.client.subscribe((state) => {
      if (state.phase === "ready" && this.host.dataset.state === "error" && !this.#running) {
        this.#open();
      }
    });
    return [likely, ready, this.status.follow(), () => this.#running?.abort("gone")];
  }

  async #open() {
    try {
      this.#content ??= await fetchContent(this.client.assets, this.id, this.version);
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
      return;
    }
    if (this.#scenes.length === 0) {
      this.#scenes = readScenes(this.#content.files["lab.toml"] ?? "");
      this.tabs.replaceChildren(
        ...this.#scenes.map((scene) =>
          button(scene.title, () => this.#openScene(scene), {
            class: "fb-tab",
            role: "tab",
          }),
        ),
      );
    }
    const scene = this.#scene ?? this.#scenes[0];
    if (scene) this.#openScene(scene);
    else this.#fail("This lab has no scenes.");
  }

  /** @param {Scene} scene */
  #openScene(scene) {
    this.#scene = scene;
    for (const [at, tab] of [...this.tabs.children].entries()) {
      const isSelected = this.#scenes[at] === scene;
      tab.setAttribute("aria-selected", String(isSelected));
      tab.setAttribute("tabindex", isSelected ? "0" : "-1");
    }
    this.undoReset.hidden = true;
    this.#setText(this.#saved()?.load() ?? this.#starter());
    this.#goTo("");
  }

  /** @param {KeyboardEvent} event arrows go from tab to tab, as in every tab list */
  #onTabKey(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined || !this.#scene) return;
    event.preventDefault();
    const count = this.#scenes.length;
    const at = (this.#scenes.indexOf(this.#scene) + by + count) % count;
    this.#openScene(this.#scenes[at]);
    /** @type {HTMLElement} */ (this.tabs.children[at]).focus();
  }

  #saved() {
    if (!this.#scene) return undefined;
    return new SavedText({ id: `${this.id}/${this.#scene.id}`, version: this.version });
  }

  #starter() {
    return this.#content?.files[this.#scene?.file ?? ""] ?? "";
  }

  /** @param {string} text */
  #setText(text) {
    this.editor.text = text;
    clearTimeout(this.#typing); // it was not typed, and whoever sets it replays
  }

  #onEdit() {
    if (this.editor.text === (this.#saved()?.load() ?? this.#starter())) return;
    this.#saved()?.save(this.editor.text);
    this.undoReset.hidden = true;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#replay(), TYPING_PAUSE_MS);
  }

  /** @param {string} moves */
  #goTo(moves) {
    this.#moves = moves;
    this.#replay();
  }

  async #replay() {
    if (!this.#content || !this.#scene) return;
    this.#running?.abort("newer"); // only the latest change is of interest
    const running = new AbortController();
    this.#running = running;
    const limit = setTimeout(() => running.abort("long"), REPLAY_MS_MAX);
    this.#setState(this.client.state.phase === "ready" ? "running" : "booting");
    setEnabled(this.stop, true);
    this.status.say("replaying");
    let output = "";
    const outcome = await this.client.run(
      {
        kind: "lanes",
        lab: this.#content,
        scene: this.#scene.id,
        source: this.editor.text,
        moves: this.#moves,
        isolation: this.controls.isolation,
      },
      {
        signal: running.signal,
        onOutput: (text) => {
          output += text;
        },
      },
    );
    clearTimeout(limit);
    if (this.#running !== running) return; // a newer replay has taken over
    this.#running = undefined;
    setEnabled(this.stop, false);
    this.status.say("");
    switch (outcome.kind) {
      case "reply":
        if (outcome.reply.kind === "lanes") this.#show(outcome.reply, output);
        else if (outcome.reply.kind === "refused") this.#refused(outcome.reply.message);
        else this.#fail(`The lab kit answered with ${outcome.reply.kind}.`);
        break;
      case "stopped":
        this.#stopped(running.signal.reason);
        break;
      case "crashed":
        this.#fail(`${outcome.message} Your text is safe; a fresh Python takes over.`);
        break;
      case "unavailable":
        this.#fail(`${outcome.message}. Your text is safe; press Retry to load Python again.`);
        break;
      default:
        unreachable(outcome);
    }
  }

  /** @param {Lanes} lanes @param {string} output */
  #show(lanes, output) {
    const { timeline, verdict, error } = lanes;
    this.trouble.replaceChildren(
      ...(error
        ? [
            errorView(error, {
              goToLine: (line) => this.editor.goToLine(line),
              pointAtLine: () => {},
            }),
          ]
        : []),
      ...(output ? [outputView(output)] : []),
    );
    this.controls.showNext(lanes.next, { hasMoved: this.#moves !== "" });
    this.verdict.dataset.verdict = verdict.state;
    this.verdict.textContent = verdict.sentence;
    this.timeline.show(timeline);
    this.documents.replaceChildren(
      ...documentTables(lanes.documents, timeline.documents?.before ?? []),
    );
    this.editor.showNotes(
      error?.line
        ? [{ line: error.line, kind: "error", text: error.message }]
        : lineNotes(timeline.moves),
    );
    const last = timeline.moves.at(-1);
    this.live.textContent = error
      ? `Error: ${error.message}`
      : `${last ? `${last.lane}: ${last.text} ` : ""}${verdict.sentence}`;
    const states = /** @type {const} */ ({ open: "idle", kept: "passed", broken: "failed" });
    this.#setState(error ? "error" : states[verdict.state]);
  }

  /** @param {Move | undefined} move */
  #pointAt(move) {
    if (!move?.line) return;
    this.editor.showNotes([{ line: move.line, kind: `lane-${move.lane}`, text: move.text }]);
  }

  /** @param {unknown} reason */
  #stopped(reason) {
    const sentence =
      reason === "long"
        ? `Stopped after ${REPLAY_MS_MAX / 1000} seconds: the replay did not end. Look for a loop without an end.`
        : "Stopped. Your text is as you left it.";
    this.trouble.replaceChildren(html("p", { class: "fb-lab__ended" }, sentence));
    this.live.textContent = sentence;
    this.#setState("stopped");
  }

  /**
   * After an edit, or with the check off, a lane may end earlier than it did. The moves that still
   * apply are kept.
   *
   * @param {string} message
   */
  #refused(message) {
    if (this.#moves === "") this.#fail(message);
    else this.#goTo(this.#moves.slice(0, -1));
  }

  /** @param {string} message */
  #fail(message) {
    this.trouble.replaceChildren(
      html("p", { class: "fb-lab__ended fb-lab__ended--error" }, message),
    );
    this.live.textContent = message;
    this.#setState("error");
  }

  #reset() {
    if (!this.#scene) return;
    this.#beforeReset = this.editor.text;
    this.#saved()?.forget();
    this.#setText(this.#starter());
    this.undoReset.hidden = false;
    this.#goTo("");
  }

  #undoReset() {
    if (this.#beforeReset === undefined) return;
    this.#saved()?.save(this.#beforeReset);
    this.#setText(this.#beforeReset);
    this.undoReset.hidden = true;
    this.reset.focus();
    this.#replay();
  }

  /** @param {State} state */
  #setState(state) {
    this.host.dataset.state = state;
  }
}

/** Where each lane stands in the learner's text. @param {Move[]} moves @returns {LineNote[]} */
function lineNotes(moves) {
  return LANES.flatMap((lane) => {
    const last = moves.findLast((move) => move.lane === lane);
    if (!last?.line) return [];
    return [{ line: last.line, kind: /** @type {const} */ (`lane-${lane}`), text: last.text }];
  });
}
