/**
 * What every lab does, whatever it draws: the reader's text of each scene, runs, links.
 *
 *     SceneView ── Stop, Reset, Share · somebody else's code
 *        ├─ SceneText   tabs · editor
 *        └─ Stage       the controls and the picture: two lanes that are moved, a film that is stepped through
 *
 * Nothing of a run is kept: an edit, a move or another setting is another run from the start.
 */

import { onLikelyUse } from "./boot-triggers.js";
import { LatestRun } from "./latest-run.js";
import { button, html, setEnabled } from "./markup.js";
import { onPlace, readPlace } from "./place-link.js";
import { unreachable } from "./protocol.js";
import { SceneText } from "./scene-text.js";
import { foreignNotice, onSharedLink, sharePanel } from "./share-panel.js";
import { StatusLine } from "./status-line.js";
import { stepLink } from "./step-link.js";

/** @import { PythonClient } from "./client.js" */
/** @import { Ended } from "./latest-run.js" */
/** @import { State } from "./live-element.js" */
/** @import { Place } from "./place-link.js" */
/** @import { Progress } from "./progress.js" */
/** @import { LabReply, LabRequest } from "./protocol.js" */
/** @import { Stage } from "./scene-stage.js" */
/** @import { Shared } from "./share-link.js" */

/** A run is asked for by every move and edit, so it may not go on for ever unasked. */
const RUN_MS_MAX = 10_000;

const NO_SCENE = "The link names a scene that this lab does not have.";

export class SceneView {
  /** @type {Shared | undefined} somebody else's scene: shown, kept nowhere */
  #shared;
  /** Whether the reader has asked for what was shared to be played. */
  #isAllowed = true;
  /** The step that a link asks for, until a run is there that has steps. @type {number | undefined} */
  #wanted;

  /**
   * @param {HTMLElement} host
   * @param {PythonClient} client
   * @param {Progress} progress
   * @param {(view: SceneView) => Stage} staged
   */
  constructor(host, client, progress, staged) {
    this.host = host;
    this.client = client;
    this.id = host.getAttribute("lab") ?? "";
    this.version = host.getAttribute("version") ?? "";
    this.text = new SceneText({
      id: this.id,
      version: this.version,
      text: `${host.querySelector("pre")?.textContent?.trimEnd() ?? ""}\n`,
      assets: client.assets,
      progress,
      actions: {
        onScene: () => this.#openScene(),
        onRun: () => this.run(),
        onReset: () => this.#begin(),
        announce: (sentence) => this.#announce(sentence),
      },
    });
    this.editor = this.text.editor;
    this.stop = button("Stop", () => this.runs.abort("stop"));
    this.runs = new LatestRun(client, this.stop, RUN_MS_MAX);
    this.status = new StatusLine(client);
    this.live = html("div", { class: "fb-live", role: "status" });
    setEnabled(this.stop, false);
    const current = () => ({
      id: this.id,
      version: this.version,
      code: this.editor.text,
      scene: this.text.scene,
      ...this.stage.shared(),
    });
    const announce = (/** @type {string} */ sentence) => this.#announce(sentence);
    this.share = sharePanel({ current, announce });
    const { offer } = this.share;
    /** For the stage to put beside its steps. */
    this.link = stepLink({ current, offer, announce, isStarter: () => this.text.isStarter });
    this.stage = staged(this);
    this.foreign = html("div", { hidden: true });
    const { tabs, notice, resets } = this.text;
    const bar = html("div", { class: "fb-bar" }, this.stop, ...resets.parts, this.share.share);
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab", role: "group", "aria-label": this.stage.label },
        html(
          "div",
          { class: "fb-lab__work" },
          ...[this.foreign, tabs.element, notice, this.editor.element],
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
    const placed = onPlace((place) =>
      this.#openPlace(place).catch((error) => this.fail(`${error.message}`)),
    );
    return [likely, ready, shared, placed, this.status.follow(), () => this.runs.abort("gone")];
  }

  async run() {
    if (!this.#isAllowed) return; // it is somebody else's, and the reader has not pressed Run
    const isReady = this.client.state.phase === "ready";
    this.setState(isReady ? "running" : "booting");
    this.status.say(this.stage.running);
    if (!isReady) this.stage.wait();
    const ended = await this.runs.run(() => this.#request());
    if (!ended || ended.stopReason === "newer") return; // another run or text has taken over
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
    this.#announce(message);
    this.setState("error");
  }

  /** Show a place that an address names, in the reader's own text. @param {Place} place */
  async #openPlace(place) {
    this.host.scrollIntoView({ block: "start" });
    if (place.code !== undefined) this.#keepForeign();
    await this.text.open();
    const { id, version } = this;
    const scene = place.scene ?? this.text.scene;
    if (place.code !== undefined) {
      return this.#openShared({ ...place, id, version, scene, code: place.code });
    }
    if (!this.text.tabs.open(scene)) throw new Error(NO_SCENE);
    this.#showOwn();
    this.stage.open({ ...place, id, version, scene, code: "" });
    this.#wanted = place.step;
    if (!this.text.isStarter) {
      const note = "The link is to the text that this scene begins with, and you see your own.";
      this.foreign.replaceChildren(html("p", { class: "fb-notice" }, note));
      this.foreign.hidden = false;
    }
    this.run();
  }

  /** Show somebody else's scene, and play nothing of it yet. @param {Shared} shared */
  async #openShared(shared) {
    this.#shared = shared;
    this.#keepForeign();
    await this.text.open();
    if (!this.text.showForeign(shared.scene ?? "", shared.code)) {
      throw new Error(NO_SCENE);
    }
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
    this.#announce("The code in the editor is somebody else's; nothing of it has run.");
    this.setState("idle");
  }

  /** From now on: what arrives meanwhile neither runs nor shows the reader's own. */
  #keepForeign() {
    this.#isAllowed = false;
    this.runs.abort("newer");
    this.text.isForeign = true;
  }

  #allow() {
    this.#isAllowed = true;
    this.#wanted = this.#shared?.step;
    this.run();
  }

  #closeShared() {
    this.#openScene();
    this.editor.focus();
  }

  /** Another scene, or none of somebody else's any more: the address is not of it. */
  #openScene() {
    if (this.#shared || readPlace(location.hash)) {
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    this.#showOwn();
    this.#begin();
  }

  #showOwn() {
    this.#shared = undefined;
    this.#isAllowed = true;
    this.foreign.hidden = true;
    this.text.showOwn();
  }

  #begin() {
    this.#wanted = undefined;
    this.stage.begin(this.text.scene);
    this.run();
  }

  /** @returns {Promise<LabRequest>} */
  async #request() {
    const content = await this.text.open();
    return this.stage.request({ content, scene: this.text.scene, source: this.editor.text });
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
    this.#announce(said.spoken);
    this.setState(said.state);
    if (this.#wanted) this.stage.goTo(this.#wanted);
    this.#wanted = undefined;
  }

  /** @param {unknown} reason */
  #stopped(reason) {
    const sentence =
      reason === "long"
        ? `Stopped after ${RUN_MS_MAX / 1000} seconds: the run did not end. Look for a loop without an end.`
        : "Stopped. Your text is as you left it.";
    this.stage.stopped();
    this.stage.showEnd(sentence);
    this.#announce(sentence);
    this.setState("stopped");
  }

  /** @param {string} sentence */
  #announce(sentence) {
    this.live.textContent = sentence;
  }
}
