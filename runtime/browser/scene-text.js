/**
 * The text of a lab's scenes: one tab for each, kept at every keystroke, reset, brought back.
 *
 * Somebody else's text, from a link, is shown and kept nowhere.
 */

import { Editor } from "./editor.js";
import { fetchContent, readScenes } from "./lab-content.js";
import { html } from "./markup.js";
import { ResetButtons } from "./reset-buttons.js";
import { SavedText } from "./saved-text.js";
import { SceneTabs } from "./scene-tabs.js";
import { offerOtherVersion } from "./version-offer.js";

/** @import { Progress } from "./progress.js" */
/** @import { Content } from "./protocol.js" */

const TYPING_PAUSE_MS = 400;

/**
 * @typedef {object} SceneTextActions
 * @property {() => void} onScene the reader went to another scene
 * @property {() => void} onRun another text of the same scene is to be run
 * @property {() => void} onReset the starter is to be run from the start
 * @property {(sentence: string) => void} announce to a screen reader
 */

export class SceneText {
  /** The text is somebody else's. */
  isForeign = false;
  /** @type {Content | undefined} */
  #content;
  /** @type {Promise<void> | undefined} */
  #opening;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;

  /**
   * @param {object} options
   * @param {string} options.id of the lab
   * @param {string} options.version
   * @param {string} options.text the page's, until the lab is there
   * @param {URL} options.assets
   * @param {Progress} options.progress
   * @param {SceneTextActions} options.actions
   */
  constructor({ id, version, text, assets, progress, actions }) {
    this.id = id;
    this.version = version;
    this.firstText = text;
    this.assets = assets;
    this.progress = progress;
    this.actions = actions;
    this.editor = new Editor({
      text,
      submits: "plays it again",
      onChange: () => this.#onEdit(),
      onSubmit: () => actions.onRun(),
    });
    this.tabs = new SceneTabs({ onPick: () => actions.onScene() });
    this.notice = html("div", { class: "fb-notice", hidden: true });
    this.resets = new ResetButtons({
      reset: () => {
        const before = this.editor.text;
        if (!this.isForeign) this.#saved().forget();
        this.#set(this.#starter());
        actions.onReset();
        return before;
      },
      bringBack: (own) => {
        if (!this.isForeign) this.#saved().save(own);
        this.#set(own);
        actions.onRun();
      },
    });
    this.resets.setEnabled(false);
  }

  /** The id of the scene that is open. */
  get scene() {
    return this.tabs.current?.id ?? "";
  }

  /** Whether the text is what the scene begins with. */
  get isStarter() {
    return this.editor.text.trimEnd() === this.#starter().trimEnd();
  }

  /** Fetch the lab and show its first scene, once; after a failure the next call tries again. */
  async open() {
    this.#opening ??= this.#fetch().catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    await this.#opening;
    return /** @type {Content} */ (this.#content);
  }

  /** The reader's own text of the scene, or its starter; work on an earlier version is offered. */
  showOwn() {
    this.isForeign = false;
    this.resets.forget();
    const saved = this.#saved();
    const text = saved.load();
    this.notice.hidden = true;
    this.#set(text ?? this.#starter());
    if (text === null) this.#offerOtherVersion(saved);
  }

  /** @param {string} scene @param {string} text @returns {boolean} whether there is such a scene */
  showForeign(scene, text) {
    if (!this.tabs.open(scene)) return false;
    this.isForeign = true;
    this.notice.hidden = true;
    this.#set(text);
    return true;
  }

  async #fetch() {
    const [content] = await Promise.all([
      fetchContent(this.assets, this.id, this.version),
      this.progress.ready,
    ]);
    const scenes = readScenes(content.files["lab.toml"] ?? "");
    if (scenes.length === 0) throw new Error("This lab has no scenes.");
    this.#content = content;
    this.tabs.show(scenes);
    this.resets.setEnabled(true);
    if (this.isForeign) return;
    if (this.editor.text === this.firstText) this.showOwn();
    else this.#saved().save(this.editor.text); // somebody was faster than the network
  }

  /** @param {SavedText} saved */
  #offerOtherVersion(saved) {
    offerOtherVersion({
      saved,
      starter: this.#starter(),
      noun: "scene",
      notice: this.notice,
      put: (own) => {
        saved.save(own);
        this.#set(own);
      },
      onChosen: (sentence) => {
        this.actions.announce(sentence);
        this.editor.focus();
        this.actions.onRun();
      },
    });
  }

  #saved() {
    const place = { id: `${this.id}/${this.scene}`, version: this.version };
    return new SavedText(place, this.progress, this.#starter());
  }

  #starter() {
    return this.#content?.files[this.tabs.current?.file ?? ""] ?? "";
  }

  /** @param {string} text */
  #set(text) {
    this.editor.text = text;
    clearTimeout(this.#typing); // it was not typed, and whoever sets it runs it
  }

  #onEdit() {
    if (!this.#content || this.editor.text === (this.#saved().load() ?? this.#starter())) return;
    if (!this.isForeign) this.#saved().save(this.editor.text);
    this.resets.forget();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.actions.onRun(), TYPING_PAUSE_MS);
  }
}
