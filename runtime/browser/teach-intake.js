/** How passports come in: pasted, typed, dropped or chosen as files, as pictures, through the camera. */

import { button, html } from "./markup.js";

const FILE_BYTES_MAX = 20_000_000;

/**
 * @typedef {object} IntakeActions
 * @property {(text: string, from: string) => Promise<string>} onRead returns the sentence to say
 * @property {(problem: { title: string, advice: string, from: string }) => void} onUnreadable
 */

export class Intake {
  /** @type {(() => void) | null} */
  #stopCamera = null;
  #lastSeen = "";

  /** @param {IntakeActions} actions */
  constructor(actions) {
    this.actions = actions;
    this.area = html("textarea", {
      class: "fb-room__paste",
      rows: 5,
      spellcheck: "false",
      autocomplete: "off",
      "aria-label": "Paste passports here, as many at once as you like",
      placeholder:
        "Paste passports here, as many at once as you like, with whatever stands around them.",
      onpaste: (/** @type {ClipboardEvent} */ event) => this.#onPaste(event),
    });
    this.files = html("input", {
      type: "file",
      multiple: true,
      hidden: true,
      accept: ".txt,text/plain,image/*",
      onchange: () => this.#onChosen(),
    });
    this.camera = button("Use the camera", () => this.#toggleCamera());
    this.video = html("video", {
      class: "fb-room__video",
      muted: true,
      playsinline: true,
      hidden: true,
    });
    this.said = html("p", { class: "fb-room__said", role: "status" });
    this.read = button("Read", () => this.#readArea(), { class: "fb-button fb-button--main" });
    this.element = html(
      "div",
      { class: "fb-room__intake" },
      this.area,
      html(
        "div",
        { class: "fb-bar" },
        this.read,
        button("Choose files", () => this.files.click()),
        this.camera,
      ),
      this.files,
      this.video,
      this.said,
    );
  }

  /** Take what is dropped anywhere on `host`. @param {HTMLElement} host */
  watch(host) {
    const onOver = (/** @type {DragEvent} */ event) => event.preventDefault();
    const onDrop = (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      this.#take(event.dataTransfer, "dropped");
    };
    host.addEventListener("dragover", onOver);
    host.addEventListener("drop", onDrop);
    return () => {
      host.removeEventListener("dragover", onOver);
      host.removeEventListener("drop", onDrop);
      this.#endCamera();
    };
  }

  /** @param {string} sentence */
  say(sentence) {
    this.said.textContent = sentence;
  }

  /** @param {ClipboardEvent} event */
  #onPaste(event) {
    const data = event.clipboardData;
    if (!data || (data.files.length === 0 && data.getData("text/plain").trim() === "")) return;
    event.preventDefault();
    this.#take(data, "pasted");
  }

  /** @param {DataTransfer | null} data @param {string} how */
  async #take(data, how) {
    const files = [...(data?.files ?? [])];
    const text = data?.getData("text/plain") ?? "";
    if (files.length > 0) await this.#readFiles(files);
    else if (text.trim() !== "") this.say(await this.actions.onRead(text, how));
  }

  async #readArea() {
    const text = this.area.value;
    if (text.trim() === "") {
      this.say("There is nothing to read yet. Paste passports into the field, or choose files.");
      this.area.focus();
      return;
    }
    this.area.value = "";
    this.say(await this.actions.onRead(text, "typed"));
  }

  async #onChosen() {
    const files = [...(this.files.files ?? [])];
    this.files.value = "";
    await this.#readFiles(files);
  }

  /** @param {File[]} files */
  async #readFiles(files) {
    const texts = [];
    for (const file of files) {
      const text = await this.#textOf(file);
      if (text !== null) texts.push({ text, from: `file ${file.name}` });
    }
    let sentence = "";
    for (const { text, from } of texts) sentence = await this.actions.onRead(text, from);
    if (texts.length > 1) sentence = `${texts.length} files. ${sentence}`;
    if (sentence) this.say(sentence);
  }

  /** @param {File} file @returns {Promise<string | null>} null: it was told */
  async #textOf(file) {
    const refuse = (/** @type {string} */ title, /** @type {string} */ advice) => {
      this.actions.onUnreadable({ title, advice, from: `file ${file.name}` });
      this.say(`${file.name}: ${title}.`);
      return null;
    };
    if (file.size > FILE_BYTES_MAX) {
      return refuse(
        "Too large to be a passport",
        "A passport is a text of a few kilobytes. Choose that file.",
      );
    }
    if (!file.type.startsWith("image/")) return file.text();
    try {
      const { readPicture } = await import("./teach-camera.js");
      const found = await readPicture(file);
      return (
        found ??
        refuse(
          "No QR code was found in this picture",
          "Take it straight on, with all four edges of the code and some white around it, or ask for the text.",
        )
      );
    } catch (error) {
      return refuse("This picture could not be opened", `Ask for the text instead. (${error})`);
    }
  }

  async #toggleCamera() {
    if (this.#stopCamera) {
      this.#endCamera();
      this.say("The camera is off.");
      return;
    }
    if (!navigator.mediaDevices) {
      this.say(
        "This browser lends its camera only to addresses with https, or on this computer. Ask for pictures or texts.",
      );
      return;
    }
    try {
      this.video.hidden = false;
      const { watchCamera } = await import("./teach-camera.js");
      this.#stopCamera = await watchCamera(this.video, (text) => this.#onSeen(text));
      this.camera.textContent = "Stop the camera";
      this.say("Hold one QR code after the other in front of the camera.");
    } catch (error) {
      this.#endCamera();
      this.say(`The camera cannot be used: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** @param {string} text */
  async #onSeen(text) {
    if (text === this.#lastSeen) return;
    this.#lastSeen = text;
    this.say(await this.actions.onRead(text, "camera"));
  }

  #endCamera() {
    this.#stopCamera?.();
    this.#stopCamera = null;
    this.#lastSeen = "";
    this.video.hidden = true;
    this.camera.textContent = "Use the camera";
  }
}
