/**
 * <minivex-lab>: two calls side by side, moved by hand.
 *
 * Nothing is kept between moves but the string of moves: each change replays the schedule from
 * the start, so Back is a shorter string and an edit is the same string over new code. Moves made
 * before Python is there are kept in the same way, and the first replay has them.
 */

import { onLikelyUse } from "./boot-triggers.js";
import { Editor } from "./editor.js";
import { fetchContent, readScenes } from "./lab-content.js";
import { LANES, LaneControls } from "./lane-controls.js";
import { LanesResult, spokenLanes } from "./lanes-result.js";
import { LatestRun } from "./latest-run.js";
import { button, html, setEnabled } from "./markup.js";
import { unreachable } from "./protocol.js";
import { ResetButtons } from "./reset-buttons.js";
import { SavedText } from "./saved-text.js";
import { SceneTabs } from "./scene-tabs.js";
import { foreignNotice, onSharedLink, sharePanel } from "./share-panel.js";
import { StatusLine } from "./status-line.js";
import { offerOtherVersion } from "./version-offer.js";

/** @import { PythonClient } from "./client.js" */
/** @import { Content, LabRequest, Lanes, Move } from "./protocol.js" */
/** @import { LineNote } from "./editor.js" */
/** @import { Ended } from "./latest-run.js" */
/** @import { State } from "./live-element.js" */
/** @import { Progress } from "./progress.js" */
/** @import { Shared } from "./share-link.js" */

const TYPING_PAUSE_MS = 400;
/** A replay is asked for by every move, so it may not run for ever unasked. */
const REPLAY_MS_MAX = 10_000;

export class LabView {
  /** @type {Content | undefined} */
  #content;
  /** @type {Promise<void> | undefined} */
  #opening;
  #moves = "";
  /** The moves of the schedule that is shown; a replay that was stopped leaves it as it is. */
  #shownMoves = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  /** @type {Shared | undefined} somebody else's scene: shown, kept nowhere */
  #shared;
  /** Whether the reader has asked for what was shared to be played. */
  #isAllowed = true;

  /** @param {HTMLElement} host @param {PythonClient} client @param {Progress} progress */
  constructor(host, client, progress) {
    this.host = host;
    this.client = client;
    this.progress = progress;
    this.id = host.getAttribute("lab") ?? "";
    this.version = host.getAttribute("version") ?? "";
    this.firstText = `${host.querySelector("pre")?.textContent?.trimEnd() ?? ""}\n`;
    this.editor = new Editor({
      text: this.firstText,
      submits: "plays the moves again",
      onChange: () => this.#onEdit(),
      onSubmit: () => this.#replay(),
    });
    this.tabs = new SceneTabs({ onPick: () => this.#openScene() });
    this.controls = new LaneControls({
      onMove: (lane) => this.#goTo(this.#moves + lane),
      onBack: () => this.#goTo(this.#moves.slice(0, -1)),
      onRestart: () => this.#goTo(""),
      onIsolation: () => this.#replay(),
    });
    this.stop = button("Stop", () => this.replays.abort("stop"));
    this.replays = new LatestRun(client, this.stop, REPLAY_MS_MAX);
    this.resets = new ResetButtons({
      reset: () => this.#reset(),
      bringBack: (text) => this.#bringBack(text),
    });
    this.status = new StatusLine(client);
    this.result = new LanesResult({
      onMove: (move) => this.#pointAt(move),
      goToLine: (line) => this.editor.goToLine(line),
    });
    this.live = html("div", { class: "fb-live", role: "status" });
    setEnabled(this.stop, false);
    this.resets.setEnabled(false);
    this.share = sharePanel({
      current: () => ({
        id: this.id,
        version: this.version,
        code: this.editor.text,
        scene: this.tabs.current?.id ?? "",
        moves: this.#moves,
        isolation: this.controls.isolation,
        step: this.result.timeline.current,
      }),
      announce: (sentence) => {
        this.live.textContent = sentence;
      },
    });
    this.foreign = html("div", { hidden: true });
    this.notice = html("div", { class: "fb-notice", hidden: true });
    const bar = html("div", { class: "fb-bar" }, this.stop, ...this.resets.parts, this.share.share);
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab", role: "group", "aria-label": "Two lanes" },
        html(
          "div",
          { class: "fb-lab__work" },
          ...[this.foreign, this.tabs.element, this.notice, this.editor.element],
          ...[bar, this.share.line, this.status.element],
        ),
        html("div", { class: "fb-lab__result" }, ...[this.controls.element, ...this.result.parts]),
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
      this.#replay();
    });
    // After a failed download and Retry, the scene appears by itself.
    const ready = this.client.subscribe((state) => {
      const isWaiting = this.host.dataset.state === "error" && !this.replays.isRunning;
      if (state.phase === "ready" && isWaiting) this.#replay();
    });
    const shared = onSharedLink(
      this.id,
      (found) => this.#openShared(found).catch((error) => this.#fail(`${error}`)),
      (sentence) => this.#fail(sentence),
    );
    return [likely, ready, shared, this.status.follow(), () => this.replays.abort("gone")];
  }

  /** Show somebody else's scene, and play nothing of it yet. @param {Shared} shared */
  async #openShared(shared) {
    this.#shared = shared;
    this.#isAllowed = false;
    this.replays.abort("newer");
    await this.#open();
    const scene = this.tabs.open(shared.scene ?? "");
    if (!scene) throw new Error("The link names a scene that this lab does not have.");
    this.#setText(shared.code);
    this.notice.hidden = true;
    this.#moves = shared.moves ?? "";
    this.#shownMoves = "";
    this.controls.isolation = shared.isolation ?? "serializable";
    const old =
      shared.version === this.version ? "" : "The lab was revised since the link was made. ";
    const notice = foreignNotice({
      note: `${old}${this.#moves ? `It asks for the moves ${[...this.#moves].join(", ")}.` : ""}`,
      actions: [
        { name: "Run", act: () => this.#allow(), isMain: true },
        { name: "Back to my own", act: () => this.#closeShared() },
      ],
    });
    this.foreign.replaceChildren(notice);
    this.foreign.hidden = false;
    this.live.textContent = "The code in the editor is somebody else's; nothing of it has run.";
    this.#setState("idle");
  }

  async #allow() {
    this.#isAllowed = true;
    const { step } = this.#shared ?? {};
    await this.#replay();
    if (step && this.#shared) this.result.timeline.goTo(step);
  }

  #closeShared() {
    history.replaceState(history.state, "", location.pathname + location.search);
    this.#openScene();
    this.editor.focus();
  }

  /** Fetch the lab and show its first scene, once; after a failure the next call tries again. */
  #open() {
    this.#opening ??= this.#fetch().catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #fetch() {
    const [content] = await Promise.all([
      fetchContent(this.client.assets, this.id, this.version),
      this.progress.ready,
    ]);
    const scenes = readScenes(content.files["lab.toml"] ?? "");
    if (scenes.length === 0) throw new Error("This lab has no scenes.");
    this.#content = content;
    this.tabs.show(scenes);
    this.resets.setEnabled(true);
    if (this.editor.text === this.firstText) this.#showOwn();
    else this.#saved().save(this.editor.text); // somebody was faster than the network
  }

  #openScene() {
    this.#shared = undefined; // another scene is the reader's own again
    this.#isAllowed = true;
    this.foreign.hidden = true;
    this.resets.forget();
    this.#shownMoves = "";
    this.#showOwn();
    this.#goTo("");
  }

  /** The reader's own text of the scene, or its starter; work on an earlier version is offered. */
  #showOwn() {
    const saved = this.#saved();
    const text = saved.load();
    this.notice.hidden = true;
    this.#setText(text ?? this.#starter());
    if (text !== null || this.#shared) return;
    offerOtherVersion({
      saved,
      starter: this.#starter(),
      noun: "scene",
      notice: this.notice,
      put: (own) => {
        saved.save(own);
        this.#setText(own);
      },
      onChosen: (sentence) => {
        this.live.textContent = sentence;
        this.editor.focus();
        this.#replay();
      },
    });
  }

  #saved() {
    const place = { id: `${this.id}/${this.tabs.current?.id}`, version: this.version };
    return new SavedText(place, this.progress, this.#starter());
  }

  #starter() {
    return this.#content?.files[this.tabs.current?.file ?? ""] ?? "";
  }

  /** @param {string} text */
  #setText(text) {
    this.editor.text = text;
    clearTimeout(this.#typing); // it was not typed, and whoever sets it replays
  }

  #onEdit() {
    if (!this.#content || this.editor.text === (this.#saved().load() ?? this.#starter())) return;
    if (!this.#shared) this.#saved().save(this.editor.text);
    this.resets.forget();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#replay(), TYPING_PAUSE_MS);
  }

  /** @param {string} moves */
  #goTo(moves) {
    this.#moves = moves;
    this.#replay();
  }

  async #replay() {
    if (!this.#isAllowed) return; // it is somebody else's, and the reader has not pressed Run
    const isReady = this.client.state.phase === "ready";
    this.#setState(isReady ? "running" : "booting");
    this.status.say("replaying");
    if (!isReady && this.#moves !== this.#shownMoves) this.result.showWaiting([...this.#moves]);
    const ended = await this.replays.run(() => this.#request());
    if (!ended) return; // a newer replay has taken over
    this.status.say("");
    this.#settle(ended);
  }

  /** @returns {Promise<LabRequest>} */
  async #request() {
    await this.#open();
    return {
      kind: "lanes",
      lab: /** @type {Content} */ (this.#content),
      scene: this.tabs.current?.id ?? "",
      source: this.editor.text,
      moves: this.#moves,
      isolation: this.controls.isolation,
    };
  }

  /** @param {Ended} ended */
  #settle({ outcome, output, stopReason }) {
    switch (outcome.kind) {
      case "reply":
        if (outcome.reply.kind === "lanes") this.#show(outcome.reply, output);
        else if (outcome.reply.kind === "refused") this.#refused(outcome.reply.message);
        else this.#fail(`The lab kit answered with ${outcome.reply.kind}.`);
        break;
      case "stopped":
        this.#stopped(stopReason);
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
    const { error, timeline, verdict } = lanes;
    this.#shownMoves = this.#moves;
    this.result.show(lanes, output);
    this.controls.showNext(lanes.next, { hasMoved: this.#moves !== "" });
    this.editor.showNotes(
      error?.line
        ? [{ line: error.line, kind: "error", text: error.message }]
        : lineNotes(timeline.moves),
    );
    this.live.textContent = spokenLanes(lanes);
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
    this.#moves = this.#shownMoves;
    this.result.showEnd(sentence);
    this.live.textContent = sentence;
    this.#setState("stopped");
  }

  /**
   * After an edit, with the check off, or when more was pressed than there is to do, a lane may end
   * earlier than the moves say. The moves that still apply are kept.
   *
   * @param {string} message
   */
  #refused(message) {
    if (this.#moves === "") this.#fail(message);
    else this.#goTo(this.#moves.slice(0, -1));
  }

  /** @param {string} message */
  #fail(message) {
    this.result.showEnd(message, "error");
    this.live.textContent = message;
    this.#setState("error");
  }

  #reset() {
    const before = this.editor.text;
    if (!this.#shared) this.#saved().forget();
    this.#setText(this.#starter());
    this.#goTo("");
    return before;
  }

  /** @param {string} text */
  #bringBack(text) {
    if (!this.#shared) this.#saved().save(text);
    this.#setText(text);
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
