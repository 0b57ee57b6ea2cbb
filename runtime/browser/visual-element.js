/**
 * <minivex-visual>: one run of a scene as a film that is stepped through.
 *
 * The state is the scene's settings: each change, in a control or in the picture, is another run,
 * and the reader stays at the step where they were.
 */

import { FilmView } from "./film-view.js";
import { html } from "./markup.js";
import { errorView, outputView } from "./report-view.js";
import { SceneQuestion } from "./scene-question.js";
import { SceneView } from "./scene-view.js";
import { SettingControls } from "./setting-controls.js";

/** @import { PythonClient } from "./client.js" */
/** @import { LineNote } from "./editor.js" */
/** @import { Progress } from "./progress.js" */
/** @import { Frame, LabReply, LabRequest, Setting } from "./protocol.js" */
/** @import { Asked, Said, Stage } from "./scene-stage.js" */
/** @import { Shared } from "./share-link.js" */

export class VisualView extends SceneView {
  /** @param {HTMLElement} host @param {PythonClient} client @param {Progress} progress */
  constructor(host, client, progress) {
    super(host, client, progress, (view) => new FilmStage(view));
  }
}

/** @implements {Stage} */
class FilmStage {
  running = "playing";
  /** The scene whose controls are shown. */
  #scene = "";
  /** @type {Record<string, Setting[]>} by scene */
  #settings;

  /** @param {SceneView} view */
  constructor(view) {
    this.view = view;
    const { host } = view;
    this.label = host.getAttribute("label") ?? "Lab";
    this.#settings = JSON.parse(host.getAttribute("settings") ?? "{}");
    this.controls = new SettingControls({ onChange: () => view.run() });
    this.film = new FilmView({
      view: host.getAttribute("view") ?? "",
      onFrame: (frame) => view.editor.showNotes(notesOf(frame)),
      onSetting: (id, value) => this.controls.choose(id, value),
      link: view.link,
    });
    this.trouble = html("div", { class: "fb-trouble" });
    this.verdict = html("p", { class: "fb-verdict", "data-verdict": "open" });
    this.asked = new SceneQuestion({
      host,
      progress: view.text.progress,
      onOpen: () => this.#open(),
    });
    this.shown = html(
      "div",
      { class: "fb-lab__shown" },
      this.controls.element,
      this.verdict,
      this.film.element,
    );
    this.parts = [this.asked.element, this.trouble, this.shown];
    this.#showScene(Object.keys(this.#settings)[0] ?? "");
  }

  /** @param {Asked} asked @returns {LabRequest} */
  request({ content, scene, source }) {
    this.#showScene(scene);
    return { kind: "visual", lab: content, scene, source, settings: this.controls.values };
  }

  /** @param {LabReply} reply @param {string} output @returns {Said | null} */
  show(reply, output) {
    if (reply.kind !== "visual") return null;
    const { frames, verdict, highest, error, answer } = reply;
    const goToLine = (/** @type {number} */ line) => this.view.editor.goToLine(line);
    this.trouble.replaceChildren(
      ...(error ? [errorView(error, { goToLine, pointAtLine: () => {} })] : []),
      ...(output ? [outputView(output)] : []),
    );
    const errorNotes = error?.line
      ? [{ line: error.line, kind: /** @type {const} */ ("error"), text: error.message }]
      : null;
    this.#hold();
    if (this.asked.isHeld) {
      const spoken = error ? `Error: ${error.message}` : "";
      return { state: error ? "error" : "idle", spoken, notes: errorNotes ?? [] };
    }
    this.verdict.dataset.verdict = verdict.state;
    this.verdict.textContent = verdict.sentence;
    this.controls.limit(highest);
    const told = this.asked.tell(answer);
    const at = told ? told.step - 1 : undefined;
    this.film.show(frames, at).catch((reason) => this.view.fail(`${reason}`));
    const states = /** @type {const} */ ({ open: "idle", kept: "passed", broken: "failed" });
    const frame = frames[Math.min(this.film.current, frames.length - 1)];
    return {
      state: error ? "error" : states[verdict.state],
      spoken: error ? `Error: ${error.message}` : (told?.sentence ?? verdict.sentence),
      notes: errorNotes ?? notesOf(frame),
    };
  }

  /** A setting that does not fit is said, and nothing is tried by itself. */
  refused() {
    return false;
  }

  wait() {
    this.verdict.dataset.verdict = "open";
    this.verdict.textContent = "Python is on its way. It will play the scene.";
  }

  stopped() {}

  /** @param {string} scene */
  begin(scene) {
    this.#forget();
    this.#showScene(scene);
  }

  /** @param {string} sentence @param {"" | "error"} [kind] */
  showEnd(sentence, kind = "") {
    const look = kind ? `fb-lab__ended fb-lab__ended--${kind}` : "fb-lab__ended";
    this.trouble.replaceChildren(html("p", { class: look }, sentence));
  }

  shared() {
    return { settings: this.controls.values, step: this.film.current + 1 };
  }

  /** @param {Shared} shared */
  open(shared) {
    this.#forget();
    this.#showScene(shared.scene ?? "", { isPassed: true });
    this.controls.set(shared.settings ?? {});
    return "";
  }

  /** @param {number} step */
  goTo(step) {
    this.film.goTo(step - 1);
  }

  #forget() {
    this.film.forget();
    this.verdict.textContent = "";
    this.#scene = "";
  }

  /** @param {string} scene @param {{ isPassed?: boolean }} [options] passed: what it asks was passed over */
  #showScene(scene, options) {
    if (scene === this.#scene) return;
    this.#scene = scene;
    this.asked.show(scene, options);
    this.controls.show(this.#settings[scene] ?? []);
    this.#hold();
  }

  #hold() {
    this.shown.hidden = this.asked.isHeld;
  }

  /** The reader has predicted, or passed it over: play, and go on from there. */
  async #open() {
    this.#hold();
    await this.view.run();
    this.film.slider.focus({ preventScroll: true });
  }
}

/** @param {Frame | undefined} frame @returns {LineNote[]} */
function notesOf(frame) {
  return frame?.line ? [{ line: frame.line, kind: "here", text: frame.title }] : [];
}
