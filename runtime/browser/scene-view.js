/**
 * What every lab does, whatever it draws: scenes as tabs, the reader's text, runs, links.
 *
 *     SceneView ── tabs · editor · Stop, Reset, Share · somebody else's code
 *        └─ Stage   the controls and the picture: two lanes that are moved, a film that is stepped through
 *
 * Nothing of a run is kept: an edit, a move or another setting is another run from the start.
 */

import { onLikelyUse } from "./boot-triggers.js";
import { Editor } from "./editor.js";
import { fetchContent, readScenes } from "./lab-content.js";
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
/** @import { LineNote } from "./editor.js" */
/** @import { Ended } from "./latest-run.js" */
/** @import { State } from "./live-element.js" */
/** @import { Progress } from "./progress.js" */
/** @import { Content, LabReply, LabRequest } from "./protocol.js" */
/** @import { Shared } from "./share-link.js" */

const TYPING_PAUSE_MS = 400;
/** A run is asked for by every move and edit, so it may not go on for ever unasked. */
const RUN_MS_MAX = 10_000;

/** @typedef {{ content: Content, scene: string, source: string }} Asked */
/** @typedef {{ state: State, spoken: string, notes: LineNote[] }} Said */

/**
 * The controls and the picture of one lab.
 *
 * @typedef {object} Stage
 * @property {string} label of the whole, for a screen reader
 * @property {string} running what the status line says meanwhile
 * @property {HTMLElement[]} parts
 * @property {(asked: Asked) => LabRequest} request
 * @property {(reply: LabReply, output: string) => Said | null} show null: it is no reply to this stage
 * @property {(message: string) => boolean} refused whether it asks for another run by itself
 * @property {() => void} wait Python is not there yet
 * @property {() => void} stopped
 * @property {(scene: string) => void} begin another scene, or the same one anew
 * @property {(sentence: string, kind?: "" | "error") => void} showEnd
 * @property {() => Partial<Shared>} shared what a link holds besides the code
 * @property {(shared: Shared) => string} open take what a link brought; the sentence that says what it asks for
 * @property {(step: number) => void} goTo
 */

export class SceneView {
  /** @type {Content | undefined} */
  #content;
  /** @type {Promise<void> | undefined} */
  #opening;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  /** @type {Shared | undefined} somebody else's scene: shown, kept nowhere */
  #shared;
  /** Whether the reader has asked for what was shared to be played. */
  #isAllowed = true;

  /**
   * @param {HTMLElement} host
   * @param {PythonClient} client
   * @param {Progress} progress
   * @param {(view: SceneView) => Stage} staged
   */
  constructor(host, client, progress, staged) {
    this.host = host;
    this.client = client;
    this.progress = progress;
    this.id = host.getAttribute("lab") ?? "";
    this.version = host.getAttribute("version") ?? "";
    this.firstText = `${host.querySelector("pre")?.textContent?.trimEnd() ?? ""}\n`;
    this.editor = new Editor({
      text: this.firstText,
      submits: "plays it again",
      onChange: () => this.#onEdit(),
      onSubmit: () => this.run(),
    });
    this.tabs = new SceneTabs({ onPick: () => this.#openScene() });
    this.stop = button("Stop", () => this.runs.abort("stop"));
    this.runs = new LatestRun(client, this.stop, RUN_MS_MAX);
    this.resets = new ResetButtons({
      reset: () => this.#reset(),
      bringBack: (text) => this.#bringBack(text),
    });
    this.status = new StatusLine(client);
    this.stage = staged(this);
    this.live = html("div", { class: "fb-live", role: "status" });
    setEnabled(this.stop, false);
    this.resets.setEnabled(false);
    this.share = sharePanel({
      current: () => ({
        id: this.id,
        version: this.version,
        code: this.editor.text,
        scene: this.tabs.current?.id ?? "",
        ...this.stage.shared(),
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
        { class: "fb-lab", role: "group", "aria-label": this.stage.label },
        html(
          "div",
          { class: "fb-lab__work" },
          ...[this.foreign, this.tabs.element, this.notice, this.editor.element],
          ...[bar, this.share.line, this.status.element],
        ),
        html("div", { class: "fb-lab__result" }, ...this.stage.parts),
      ),
      this.live,
    );
    this.setState("idle");
  }

  /** @returns {(() => void)[]} what ends when the element leaves the page */
  start() {
    const likely = onLikelyUse(this.host, () => {
      this.editor.upgrade();
      this.client.prepare().catch(() => {}); // the status line says why, and offers Retry
      this.run();
    });
    // After a failed download and Retry, the scene appears by itself.
    const ready = this.client.subscribe((state) => {
      const isWaiting = this.host.dataset.state === "error" && !this.runs.isRunning;
      if (state.phase === "ready" && isWaiting) this.run();
    });
    const shared = onSharedLink(
      this.id,
      (found) => this.#openShared(found).catch((error) => this.fail(`${error}`)),
      (sentence) => this.fail(sentence),
    );
    return [likely, ready, shared, this.status.follow(), () => this.runs.abort("gone")];
  }

  async run() {
    if (!this.#isAllowed) return; // it is somebody else's, and the reader has not pressed Run
    const isReady = this.client.state.phase === "ready";
    this.setState(isReady ? "running" : "booting");
    this.status.say(this.stage.running);
    if (!isReady) this.stage.wait();
    const ended = await this.runs.run(() => this.#request());
    if (!ended) return; // a newer run has taken over
    this.status.say("");
    this.#settle(ended);
  }

  /** @param {State} state */
  setState(state) {
    this.host.dataset.state = state;
  }

  /** @param {string} message */
  fail(message) {
    this.stage.showEnd(message, "error");
    this.live.textContent = message;
    this.setState("error");
  }

  /** Show somebody else's scene, and play nothing of it yet. @param {Shared} shared */
  async #openShared(shared) {
    this.#shared = shared;
    this.#isAllowed = false;
    this.runs.abort("newer");
    await this.#open();
    const scene = this.tabs.open(shared.scene ?? "");
    if (!scene) throw new Error("The link names a scene that this lab does not have.");
    this.#setText(shared.code);
    this.notice.hidden = true;
    const old =
      shared.version === this.version ? "" : "The lab was revised since the link was made. ";
    const notice = foreignNotice({
      note: `${old}${this.stage.open(shared)}`,
      actions: [
        { name: "Run", act: () => this.#allow(), isMain: true },
        { name: "Back to my own", act: () => this.#closeShared() },
      ],
    });
    this.foreign.replaceChildren(notice);
    this.foreign.hidden = false;
    this.live.textContent = "The code in the editor is somebody else's; nothing of it has run.";
    this.setState("idle");
  }

  async #allow() {
    this.#isAllowed = true;
    const { step } = this.#shared ?? {};
    await this.run();
    if (step && this.#shared) this.stage.goTo(step);
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
    this.#showOwn();
    this.#begin();
  }

  #begin() {
    this.stage.begin(this.tabs.current?.id ?? "");
    this.run();
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
        this.run();
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
    clearTimeout(this.#typing); // it was not typed, and whoever sets it runs it
  }

  #onEdit() {
    if (!this.#content || this.editor.text === (this.#saved().load() ?? this.#starter())) return;
    if (!this.#shared) this.#saved().save(this.editor.text);
    this.resets.forget();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.run(), TYPING_PAUSE_MS);
  }

  /** @returns {Promise<LabRequest>} */
  async #request() {
    await this.#open();
    return this.stage.request({
      content: /** @type {Content} */ (this.#content),
      scene: this.tabs.current?.id ?? "",
      source: this.editor.text,
    });
  }

  /** @param {Ended} ended */
  #settle({ outcome, output, stopReason }) {
    switch (outcome.kind) {
      case "reply":
        this.#answer(outcome.reply, output);
        break;
      case "stopped":
        this.#stopped(stopReason);
        break;
      case "crashed":
        this.fail(`${outcome.message} Your text is safe; a fresh Python takes over.`);
        break;
      case "unavailable":
        this.fail(`${outcome.message}. Your text is safe; press Retry to load Python again.`);
        break;
      default:
        unreachable(outcome);
    }
  }

  /** @param {LabReply} reply @param {string} output */
  #answer(reply, output) {
    if (reply.kind === "refused") {
      if (!this.stage.refused(reply.message)) this.fail(reply.message);
      return;
    }
    const said = this.stage.show(reply, output);
    if (said === null) {
      this.fail(`The lab kit answered with ${reply.kind}.`);
      return;
    }
    this.editor.showNotes(said.notes);
    this.live.textContent = said.spoken;
    this.setState(said.state);
  }

  /** @param {unknown} reason */
  #stopped(reason) {
    const sentence =
      reason === "long"
        ? `Stopped after ${RUN_MS_MAX / 1000} seconds: the run did not end. Look for a loop without an end.`
        : "Stopped. Your text is as you left it.";
    this.stage.stopped();
    this.stage.showEnd(sentence);
    this.live.textContent = sentence;
    this.setState("stopped");
  }

  #reset() {
    const before = this.editor.text;
    if (!this.#shared) this.#saved().forget();
    this.#setText(this.#starter());
    this.#begin();
    return before;
  }

  /** @param {string} text */
  #bringBack(text) {
    if (!this.#shared) this.#saved().save(text);
    this.#setText(text);
    this.run();
  }
}
